// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** The operator with senders that answer when they are told to and a log that may be slow. */
@SuppressWarnings({"serial", "try"}) // Nothing is shipped; it may be interrupted while it closes.
final class DeliveryHarness extends AbstractStreamOperatorTestHarness<Input> {
  /** The provider and the log outlive the operator. */
  static final class Outside {
    final List<Send> sends = new ArrayList<>();
    final Map<Send, Consumer<SendResult>> flying = new LinkedHashMap<>();
    final List<Delivery> log = new ArrayList<>();
    final List<DeliveryLog.Written> unsafe = new ArrayList<>();
    boolean logIsSlow;
    boolean senderThrows;
    long readFrom = -1;
    long readSince = -1;
    int closed;
  }

  static final int MOST_INSTANCES = 16;

  private final Outside outside;

  DeliveryHarness(Outside outside, ConfigLog config) throws Exception {
    this(outside, config, 1, 0);
  }

  /** One of several instances. */
  DeliveryHarness(Outside outside, ConfigLog config, int instances, int instance) throws Exception {
    super(
        new DeliverToChannelsFactory(
            config::records, () -> Map.of("slack", new Provider(outside)), () -> new Log(outside)),
        MOST_INSTANCES,
        instances,
        instance);
    this.outside = outside;
    KeySelector<ChannelInput, String> key = ChannelInput::key;
    this.config.setStatePartitioner(0, key);
    this.config.setStateKeySerializer(
        Types.STRING.createSerializer(executionConfig.getSerializerConfig()));
    this.config.serializeAllConfigs();
  }

  /** Begins at a time with what a checkpoint kept; null for nothing. */
  DeliveryHarness begin(OperatorSubtaskState kept, long now) throws Exception {
    setup();
    setProcessingTime(now);
    if (kept != null) {
      initializeState(kept);
    }
    open();
    return work();
  }

  DeliveryHarness in(ChannelInput input) throws Exception {
    StreamRecord<ChannelInput> record = new StreamRecord<>(input);
    operator().setKeyContextElement1(record);
    operator().processElement1(record);
    return work();
  }

  @SuppressWarnings("unchecked")
  private TwoInputStreamOperator<ChannelInput, RawRecord, Input> operator() {
    return (TwoInputStreamOperator<ChannelInput, RawRecord, Input>) operator;
  }

  DeliveryHarness until(long time) throws Exception {
    setProcessingTime(time);
    return work();
  }

  /** The oldest send that is under way ends. */
  DeliveryHarness land(SendResult result) throws Exception {
    Send send = outside.flying.keySet().iterator().next();
    outside.flying.remove(send).accept(result);
    return work();
  }

  /** What was written is safe now. */
  DeliveryHarness recordAll() throws Exception {
    List<DeliveryLog.Written> all = List.copyOf(outside.unsafe);
    outside.unsafe.clear();
    all.forEach(one -> one.heard(null));
    return work();
  }

  /** Does what lies in the mailbox. */
  DeliveryHarness work() throws Exception {
    Optional<Mail> mail = getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    while (mail.isPresent()) {
      mail.get().run();
      mail = getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    }
    return this;
  }

  OperatorSubtaskState checkpoint() throws Exception {
    prepareSnapshotPreBarrier(1);
    OperatorSubtaskState kept = snapshot(1, 1);
    work();
    return kept;
  }

  /** The channels that have state. */
  long channels() {
    return operator.getClass() == DeliverToChannels.class
        ? ((DeliverToChannels) operator)
            .<String>getKeyedStateBackend()
            .getKeys("channel-standing", VoidNamespace.INSTANCE)
            .count()
        : -1;
  }

  /** The groups that have state. */
  long groups() {
    return ((DeliverToChannels) operator)
        .<String>getKeyedStateBackend()
        .getKeys("group-deliveries", VoidNamespace.INSTANCE)
        .count();
  }

  private record Provider(Outside outside) implements Sender {
    @Override
    public void send(Send send, Consumer<SendResult> done) {
      if (outside.senderThrows) {
        throw new IllegalStateException("broken");
      }
      outside.sends.add(send);
      outside.flying.put(send, done);
    }

    @Override
    public void close() {
      outside.closed++;
    }
  }

  /** Stamped by the clock of whoever writes; it has one partition. */
  private static final class Log implements DeliveryLog {
    private final Outside outside;
    private long reached;

    Log(Outside outside) {
      this.outside = outside;
    }

    @Override
    public void read(Map<Integer, Long> known, long since, Consumer<Delivery> each) {
      int from = known.getOrDefault(0, 0L).intValue();
      while (from < outside.log.size() && outside.log.get(from).at().toEpochMilli() < since) {
        from++;
      }
      outside.readFrom = from;
      outside.readSince = since;
      reached = outside.log.size();
      List.copyOf(outside.log.subList(from, outside.log.size())).forEach(each);
    }

    @Override
    public void write(Delivery delivery, Written done) {
      outside.log.add(delivery);
      long end = outside.log.size();
      Written heard =
          lost -> {
            reached = Math.max(reached, end);
            done.heard(lost);
          };
      if (outside.logIsSlow) {
        outside.unsafe.add(heard);
      } else {
        heard.heard(null);
      }
    }

    @Override
    public void flush() {
      List.copyOf(outside.unsafe).forEach(one -> one.heard(null));
      outside.unsafe.clear();
    }

    @Override
    public Map<Integer, Long> reached() {
      return Map.of(0, reached);
    }

    @Override
    public void close() {
      outside.closed++;
    }
  }
}
