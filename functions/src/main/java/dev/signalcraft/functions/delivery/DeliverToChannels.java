// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.ChannelQueue;
import dev.signalcraft.domain.delivery.ChannelStanding;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Flight;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.config.ConfigFollower;
import dev.signalcraft.functions.config.ConfigReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends to each channel what its {@link ChannelQueue} says, and writes what came of it to the
 * {@link DeliveryLog}. Sends never block: their ends come back through the mailbox of the task, as
 * the ends of writes do. A record is safe in the log before its group is told anything newer, and
 * all are before a checkpoint; at the start the log is read on from where the state knows it, a
 * week at most, and what is final there is not sent again. So only a send whose record had not
 * reached the log can be repeated; and that once, and not at each of many restarts while the log
 * cannot be written, as a channel has one send under way until a first record is safe. Its output
 * are the alerts about channels that cannot be reached.
 *
 * <p>Processing time decides when something is sent: that is recorded, not replayed.
 *
 * <p>State: per channel how it stands, and of each group what waits, the sequence that is finished
 * and the provider's message id, written from the heap before a checkpoint; of the log the offsets
 * that are known, and when ({@link Reached}). Cleared: a group two days after its end or seven days
 * after it was heard of last, a channel with its last group.
 */
public final class DeliverToChannels extends AbstractStreamOperator<Input>
    implements TwoInputStreamOperator<ChannelInput, RawRecord, Input>, BoundedMultiInput {
  /** Groups whose time is over are looked for so often. */
  static final long SWEEP_MILLIS = 600_000;

  private final transient TaskMail mail;
  private final transient DeliveryLog log;
  private final transient LiveChannels live = new LiveChannels();
  private final ConfigReader configLog;
  private final Senders senders;

  private transient ConfigHistory<Channel> channels;
  private transient ConfigFollower follower;
  private transient Map<String, Sender> ways = Map.of();
  private transient ChannelStates states;
  private transient ListState<Reached> reached;
  private transient Records records;
  private transient Counter channelUnknown;
  private transient Counter tooOld;

  /** Whether a record was safe since the start; before, a channel has one send under way. */
  private transient boolean proven;

  @SuppressWarnings("NullAway.Init")
  DeliverToChannels(
      StreamOperatorParameters<Input> parameters,
      MailboxExecutor mailbox,
      ConfigReader config,
      Senders senders,
      DeliveryLog log) {
    super(parameters);
    mail = new TaskMail(mailbox);
    configLog = config;
    this.senders = senders;
    this.log = log;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    states = ChannelStates.of(context.getKeyedStateStore(), getKeyedStateBackend());
    reached =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("deliveries-reached", TypeInformation.of(Reached.class)));
  }

  @Override
  public void open() throws Exception {
    super.open();
    follower = new ConfigFollower(getMetricGroup());
    channels = follower.follow(Channel.KIND, Channel::read);
    follower.start(configLog);
    records = new Records(log, mail, new StatusCounters(getMetricGroup()), this::recorded);
    channelUnknown = getMetricGroup().counter("channelUnknown");
    tooOld = getMetricGroup().counter("notificationTooOld");
    ways = senders.open();
    for (String key : states.keys()) {
      LiveChannel channel = newChannel();
      channel.queue = states.read(key, channel);
      live.put(key, channel);
    }
    Iterable<Reached> known = reached.get();
    log.read(Reached.least(known), Reached.since(known, now()), this::recover);
    for (LiveChannel channel : live.all()) {
      channel.queue.begin(now());
      pump(channel);
    }
    sweepLater();
  }

  private void recover(Delivery recorded) {
    int most = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    int instances = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    int instance =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(recorded.key(), most, instances);
    if (instance == getRuntimeContext().getTaskInfo().getIndexOfThisSubtask()) {
      channel(recorded.key()).queue.recover(recorded, now());
    }
  }

  private LiveChannel channel(String key) {
    LiveChannel known = live.get(key);
    if (known == null) {
      known = newChannel();
      known.queue = ChannelStates.queue(key, ChannelStanding.NEW, List.of(), known);
      live.put(key, known);
    }
    return known;
  }

  private LiveChannel newChannel() {
    return new LiveChannel(records, alert -> output.collect(new StreamRecord<>(alert)), this::pump);
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  @Override
  public void processElement1(StreamRecord<ChannelInput> record) {
    ChannelInput input = record.getValue();
    LiveChannel channel = channel(input.key());
    if (input.told() != null) {
      tooOld.inc(input.told().isOlderThan(ChannelQueue.KEEP_MILLIS, now()) ? 1 : 0);
      channel.queue.offer(input.told(), input.digestOnly(), now());
    }
    if (input.change() != null) {
      channel.queue.hear(input.change(), now());
    }
    live.count(channel);
    live.shed(now());
    pump(channel);
  }

  @Override
  public void processElement2(StreamRecord<RawRecord> record) {
    follower.take(record.getValue());
  }

  /** Starts what may start now, and asks to be woken for the rest. */
  void pump(LiveChannel channel) {
    ChannelQueue queue = channel.queue;
    long now = now();
    // What has landed since makes room, also where all the room is taken.
    live.count(channel);
    // What is sent is not replayed: a document counts as soon as it is read.
    Channel document = channels.newest(queue.workspace(), queue.channel());
    Sender way = document == null ? null : ways.get(document.type());
    if (document == null || way == null) {
      refuse(queue, document, now);
      live.count(channel);
      return;
    }
    while (live.hasRoom() && (proven || queue.flying() == 0)) {
      Flight flight = queue.next(document, now);
      live.count(channel);
      if (flight == null) {
        break;
      }
      start(channel, way, flight);
    }
    if (!live.hasRoom()) {
      live.starves(channel);
    }
    channel.wakeAt(queue.wakeAt(document, now), getProcessingTimeService());
  }

  private void refuse(ChannelQueue queue, @Nullable Channel document, long now) {
    int waiting = queue.waiting();
    if (waiting > 0) {
      channelUnknown.inc(waiting);
      queue.refuse(
          document == null
              ? "no document describes the channel " + queue.channel()
              : "this version does not send to channels of type " + document.type(),
          now);
    }
  }

  private void start(LiveChannel channel, Sender way, Flight flight) {
    try {
      way.send(flight.send(), result -> mail.later(() -> landed(channel, flight.ticket(), result)));
    } catch (RuntimeException e) {
      SendResult broken = SendResult.retry(0, String.valueOf(e), 0);
      mail.later(() -> landed(channel, flight.ticket(), broken));
    }
  }

  private void landed(LiveChannel channel, long ticket, SendResult result) {
    channel.queue.landed(ticket, result, now());
    pump(channel);
    feed();
  }

  /** Those that had to wait for others to land go on. */
  private void feed() {
    for (LiveChannel next = live.pollStarved(); next != null; next = live.pollStarved()) {
      pump(next);
    }
  }

  private void recorded() {
    Collection<LiveChannel> touched = records.settle(now());
    if (!proven) {
      proven = true;
      touched = live.all();
    }
    touched.forEach(this::pump);
    feed();
  }

  private void sweepLater() {
    var unused = getProcessingTimeService().registerTimer(now() + SWEEP_MILLIS, time -> sweep());
  }

  private void sweep() {
    for (LiveChannel channel : live.all()) {
      channel.queue.forget(now());
    }
    sweepLater();
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    for (LiveChannel channel : records.flush(now())) {
      mail.later(() -> pump(channel));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    for (LiveChannel channel : live.all()) {
      states.write(channel.queue);
      if (channel.queue.isEmpty() && channel.queue.flying() == 0) {
        channel.wakeAt(Long.MAX_VALUE, getProcessingTimeService());
        live.remove(channel);
      }
    }
    List<Reached> known = new ArrayList<>();
    long now = now();
    log.reached().forEach((partition, offset) -> known.add(new Reached(partition, offset, now)));
    reached.update(known);
  }

  /** Waits for what is under way; what waits for its turn stays in state. */
  @Override
  public void endInput(int input) throws Exception {
    while (input == 1 && live.anyFlies()) {
      mail.mailbox().yield();
    }
  }

  @Override
  public void close() throws Exception {
    for (Sender way : Objects.requireNonNullElse(ways, Map.<String, Sender>of()).values()) {
      try {
        way.close();
      } catch (RuntimeException e) {
        LOG.warn("a way to channels could not be closed", e);
      }
    }
    log.close();
    super.close();
  }
}
