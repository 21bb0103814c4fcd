// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.LogLine;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes a line of every notification whose channel, as its document is in force at the time of the
 * decision, is a log. A channel that no document names, or that is reached in another way, is
 * counted: rules may name channels before there are any.
 *
 * <p>State: none.
 */
public final class DeliverNotifications
    extends BroadcastProcessFunction<Notification, RawRecord, String> {
  private final ConfigReader config;

  private transient ConfigHistory<Channel> channels;
  private transient ConfigFollower follower;
  private transient Counter channelUnknown;

  /** Reads the config log with this reader at its start. */
  @SuppressWarnings("NullAway.Init")
  public DeliverNotifications(ConfigReader config) {
    this.config = config;
  }

  @Override
  public void open(OpenContext context) throws IOException {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    follower = new ConfigFollower(metrics);
    channels = follower.follow(Channel.KIND, Channel::read);
    follower.start(config);
    channelUnknown = metrics.counter("channelUnknown");
  }

  @Override
  public void processElement(Notification told, ReadOnlyContext context, Collector<String> out) {
    long decided = told.at().toEpochMilli();
    follower.judged(decided);
    Channel channel = channels.at(told.workspace(), told.channel(), decided);
    if (channel != null && channel.isLog()) {
      out.collect(LogLine.of(told));
    } else {
      channelUnknown.inc();
    }
  }

  @Override
  public void processBroadcastElement(RawRecord record, Context context, Collector<String> out) {
    follower.take(record);
  }
}
