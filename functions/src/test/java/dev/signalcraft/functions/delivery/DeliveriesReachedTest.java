// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import static dev.signalcraft.domain.delivery.Told.change;
import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static dev.signalcraft.domain.routing.NotificationReason.SEVERITY_RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Notification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where the log is read on, by as many instances as there are then. */
@SuppressWarnings("try") // The harness may be interrupted while it closes.
class DeliveriesReachedTest {
  private static final SendResult SENT = SendResult.sent(200, null);
  private static final long NOW = T0.toEpochMilli() + 10_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int CHANNELS = 8;
  private static final ConfigLog CONFIG = config();

  private final DeliveryHarness.Outside outside = new DeliveryHarness.Outside();

  private static ConfigLog config() {
    String spec = "{type: slack, token: 'env:TOKEN', channel: C0123456789, maxAge: 24h}";
    ConfigLog all = new ConfigLog().at(T0.minusSeconds(60), "Channel", "ops", spec);
    for (int i = 0; i < CHANNELS; i++) {
      all.at(T0.minusSeconds(60), "Channel", "c" + i, spec);
    }
    return all;
  }

  private static ChannelInput in(Notification told) {
    return ChannelInput.of(told, false);
  }

  private static ChannelInput opened(String group, int channel) {
    return in(told(group, 1, OPENED).elsewhere("c" + channel));
  }

  private static int owner(String key, int instances) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        key, DeliveryHarness.MOST_INSTANCES, instances);
  }

  /** As many instances as these run side by side, with one log and one provider. */
  private final class Cluster implements AutoCloseable {
    final List<DeliveryHarness> instances = new ArrayList<>();

    Cluster(int before, OperatorSubtaskState kept, int size, long now) throws Exception {
      for (int i = 0; i < size; i++) {
        OperatorSubtaskState share =
            kept == null
                ? null
                : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    kept, DeliveryHarness.MOST_INSTANCES, before, size, i);
        instances.add(new DeliveryHarness(outside, CONFIG, size, i).begin(share, now));
      }
    }

    void in(ChannelInput input) throws Exception {
      instances.get(owner(input.key(), instances.size())).in(input);
    }

    /** The sends to a channel that are under way end. */
    void land(String channel) throws Exception {
      for (Send send : List.copyOf(outside.flying.keySet())) {
        if (send.channelName().equals(channel)) {
          Consumer<SendResult> done = Objects.requireNonNull(outside.flying.remove(send));
          done.accept(SENT);
          work();
        }
      }
    }

    void work() throws Exception {
      for (DeliveryHarness one : instances) {
        one.work();
      }
    }

    void until(long time) throws Exception {
      for (DeliveryHarness one : instances) {
        one.until(time);
      }
    }

    OperatorSubtaskState checkpoint() throws Exception {
      OperatorSubtaskState[] states = new OperatorSubtaskState[instances.size()];
      for (int i = 0; i < states.length; i++) {
        states[i] = instances.get(i).checkpoint();
      }
      return AbstractStreamOperatorTestHarness.repackageState(states);
    }

    @Override
    public void close() throws Exception {
      for (DeliveryHarness one : instances) {
        one.close();
      }
    }
  }

  @Test
  void anInstanceThatNeverWroteHoldsNobodyBackForLongerThanTenMinutes() throws Exception {
    OperatorSubtaskState kept;
    try (Cluster two = new Cluster(0, null, 2, NOW)) {
      for (int i = 0; i < 12; i++) {
        two.until(NOW + i * (10 * MINUTE));
        two.in(opened("g" + i, 0));
        two.land("c0");
      }
      kept = two.checkpoint();
      two.in(opened("late", 0));
      two.land("c0");
    }
    assertThat(outside.log).hasSize(13);
    try (Cluster two = new Cluster(2, kept, 2, NOW + 3 * HOUR)) {
      assertThat(outside.readSince).isEqualTo(NOW + 100 * MINUTE);
      assertThat(outside.readFrom).as("the last two and the one after").isEqualTo(10);
      two.in(opened("late", 0));
      assertThat(outside.sends).hasSize(13);
    }
  }

  @Test
  void aloneItReadsFromTheOffsetThatItKnows() throws Exception {
    OperatorSubtaskState kept;
    try (Cluster one = new Cluster(0, null, 1, NOW)) {
      one.in(opened("a", 0));
      one.land("c0");
      kept = one.checkpoint();
    }
    try (Cluster one = new Cluster(1, kept, 1, NOW + MINUTE)) {
      assertThat(one.instances).hasSize(1);
      assertThat(outside.readFrom).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void atAnyParallelismWhatIsRecordedIsNotSentAgainAndTheRestIs(int size) throws Exception {
    OperatorSubtaskState kept;
    try (Cluster two = new Cluster(0, null, 2, NOW)) {
      for (int i = 0; i < 2; i++) {
        two.in(opened("a", i));
        two.land("c" + i);
      }
      two.until(NOW + HOUR);
      for (int i = 2; i < CHANNELS; i++) {
        two.in(opened("a", i));
      }
      kept = two.checkpoint();
      two.land("c2");
      two.land("c3");
    }
    Set<Integer> owners = new TreeSet<>();
    for (int i = 0; i < CHANNELS; i++) {
      owners.add(owner("default/c" + i, 2));
    }
    assertThat(owners).as("or it shows little").containsExactly(0, 1);
    outside.flying.clear();
    outside.sends.clear();
    try (Cluster others = new Cluster(2, kept, size, NOW + HOUR + MINUTE)) {
      for (int i = 0; i < CHANNELS; i++) {
        others.in(opened("a", i));
        others.in(in(told("a", 2, SEVERITY_RAISED).elsewhere("c" + i)));
      }
      assertThat(outside.sends)
          .extracting(send -> send.channelName() + " " + send.told().get(0).sequence())
          .containsExactlyInAnyOrder(
              "c0 2", "c1 2", "c2 2", "c3 2", "c4 1", "c5 1", "c6 1", "c7 1");
    }
  }

  @Test
  void withoutStateNothingOlderThanSevenDaysIsReadOrSent() throws Exception {
    try (Cluster one = new Cluster(0, null, 1, NOW)) {
      one.in(opened("old", 0));
      one.land("c0");
      one.until(NOW + 6 * DAY);
      one.in(opened("young", 0));
      one.until(NOW + 6 * DAY + MINUTE);
      one.land("c0");
    }
    try (Cluster one = new Cluster(0, null, 1, NOW + 7 * DAY + 1)) {
      assertThat(outside.readFrom).isEqualTo(1);
      one.in(opened("old", 0));
      one.in(opened("young", 0));
      assertThat(outside.sends).hasSize(2);
    }
  }

  @Test
  void stateOfTheReleasedFormGoesOn() throws Exception {
    Path file =
        Path.of(
            Objects.requireNonNull(getClass().getResource("deliver-to-channels-first.snapshot"))
                .toURI());
    OperatorSubtaskState kept = OperatorSnapshotUtil.readStateHandle(file.toString());
    outside.log.add(null);
    try (DeliveryHarness harness = new DeliveryHarness(outside, CONFIG).begin(kept, NOW + HOUR)) {
      assertThat(outside.readFrom).isEqualTo(1);
      assertThat(outside.readSince).isEqualTo(NOW + HOUR - 7 * DAY);
      harness.in(in(told("a", 1, OPENED))).land(SENT);
      assertThat(outside.sends)
          .extracting(
              send ->
                  send.change() == null
                      ? "told " + send.told().get(0).group().fingerprint()
                      : "update " + send.messageId() + " " + send.change().group().status())
          .containsExactly("told b", "update m-a ACKNOWLEDGED");
    }
  }

  @Test
  void anUpdateOfAGroupThatIsForgottenIsNone() throws Exception {
    try (DeliveryHarness harness = new DeliveryHarness(outside, CONFIG).begin(null, NOW)) {
      harness.in(in(told("a", 1, OPENED))).land(SendResult.sent(200, "m"));
      harness.until(NOW + 7 * DAY - MINUTE);
      harness.in(ChannelInput.of(change("a", GroupStatus.ACKNOWLEDGED, 2), "ops"));
      harness.until(NOW + 7 * DAY).land(SENT);
      assertThat(outside.sends).hasSize(2);

      harness.until(NOW + 14 * DAY + HOUR).checkpoint();
      assertThat(harness.groups()).isZero();
      harness.in(ChannelInput.of(change("a", GroupStatus.OPEN, 3), "ops"));
      harness.in(ChannelInput.of(change("a", GroupStatus.RESOLVED, 4), "ops"));
      harness.until(NOW + 15 * DAY).checkpoint();
      assertThat(outside.sends).hasSize(2);

      harness.until(NOW + 17 * DAY).checkpoint();
      assertThat(harness.groups()).isZero();
    }
  }
}
