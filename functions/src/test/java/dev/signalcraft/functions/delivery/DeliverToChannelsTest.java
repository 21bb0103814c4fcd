// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import static dev.signalcraft.domain.delivery.Told.change;
import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static dev.signalcraft.domain.routing.NotificationReason.RESOLVED;
import static dev.signalcraft.domain.routing.NotificationReason.SEVERITY_RAISED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // The harness may be interrupted while it closes.
class DeliverToChannelsTest {
  private static final SendResult SENT = SendResult.sent(200, null);
  private static final long NOW = T0.toEpochMilli() + 10_000;
  private static final ConfigLog OPS =
      new ConfigLog()
          .at(
              T0.minusSeconds(60),
              "Channel",
              "ops",
              "{type: slack, token: 'env:TOKEN', channel: C0123456789}");

  private final DeliveryHarness.Outside outside = new DeliveryHarness.Outside();

  private DeliveryHarness harness(OperatorSubtaskState kept) throws Exception {
    return new DeliveryHarness(outside, OPS).begin(kept, NOW);
  }

  /** One whose log has taken a record since its start. */
  private DeliveryHarness proven() throws Exception {
    DeliveryHarness harness = harness(null).in(in("proof", 1, OPENED)).land(SENT).recordAll();
    outside.sends.clear();
    outside.log.clear();
    return harness;
  }

  private static ChannelInput in(String group, int sequence, NotificationReason reason) {
    return ChannelInput.of(told(group, sequence, reason), false);
  }

  private List<String> sent() {
    return outside.sends.stream()
        .flatMap(send -> send.told().stream())
        .map(told -> told.group().fingerprint() + told.sequence())
        .toList();
  }

  private List<Status> statuses() {
    return outside.log.stream().map(Delivery::status).toList();
  }

  @Test
  void aSendIsUnderWayUntilItsEndComesBackAndIsRecorded() throws Exception {
    outside.logIsSlow = true;
    try (DeliveryHarness harness = proven()) {
      harness.in(in("a", 1, OPENED)).in(in("a", 2, SEVERITY_RAISED)).in(in("b", 1, OPENED));
      assertThat(sent()).containsExactly("a1", "b1");
      harness.land(SENT);
      assertThat(sent()).containsExactly("a1", "b1");

      harness.recordAll();
      assertThat(sent()).containsExactly("a1", "b1", "a2");
    }
    assertThat(outside.closed).isEqualTo(2);
  }

  @Test
  void aFailedAttemptIsRepeatedByATimer() throws Exception {
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).land(SendResult.retry(503, "HTTP 503", 2_000));
      harness.until(NOW + 1_999);
      assertThat(sent()).hasSize(1);
      harness.until(NOW + 2_000).land(SENT);

      assertThat(sent()).containsExactly("a1", "a1");
      assertThat(statuses()).containsExactly(Status.RETRYING, Status.SENT);
    }
  }

  @Test
  void aSenderThatThrowsOrNeverAnswersHasFailed() throws Exception {
    try (DeliveryHarness harness = harness(null)) {
      outside.senderThrows = true;
      harness.in(in("a", 1, OPENED));
      outside.senderThrows = false;
      harness.until(NOW + 1_000).until(NOW + 61_000);

      assertThat(sent()).containsExactly("a1");
      assertThat(outside.log)
          .extracting(Delivery::error)
          .containsExactly("java.lang.IllegalStateException: broken", "no answer in a minute");
    }
  }

  @Test
  void whereAllRoomForSendsIsTakenTheRestGoesWhenTheyLand() throws Exception {
    ConfigLog many = new ConfigLog();
    for (int i = 0; i < 15; i++) {
      many.at(
          T0.minusSeconds(60),
          "Channel",
          "c" + i,
          "{type: slack, token: 'env:TOKEN', channel: C0, rate: {perMinute: 6000, burst: 200}}");
    }
    try (DeliveryHarness harness = new DeliveryHarness(outside, many).begin(null, NOW)) {
      harness.in(ChannelInput.of(told("proof", 1, OPENED).elsewhere("c0"), false)).land(SENT);
      for (int n = 0; n < 150; n++) {
        for (int i = 0; i < 15; i++) {
          Notification told = told("g" + n + "-" + i, 1, OPENED).elsewhere("c" + i);
          harness.in(ChannelInput.of(told, false));
        }
      }
      assertThat(outside.flying).hasSize(LiveChannels.MAX_FLYING);
      while (!outside.flying.isEmpty()) {
        harness.land(SENT);
      }
      assertThat(outside.sends).hasSize(15 * 150 + 1).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatNobodyDescribesIsGivenUpAndMakesAnAlert() throws Exception {
    Notification nowhere = told("a", 1, OPENED).elsewhere("nowhere");
    try (DeliveryHarness harness = harness(null)) {
      harness.in(ChannelInput.of(nowhere, false));

      assertThat(outside.sends).isEmpty();
      assertThat(statuses()).containsExactly(Status.GIVEN_UP);
      assertThat(harness.extractOutputValues())
          .extracting(Input::event)
          .extracting(event -> event.tags().get("channel"))
          .containsExactly("nowhere");
    }
  }

  @Test
  void afterARestartWhatTheLogKnowsIsNotSentAgainAndTheRestIs() throws Exception {
    OperatorSubtaskState kept;
    try (DeliveryHarness harness = proven()) {
      harness.in(in("a", 1, OPENED)).in(in("b", 1, OPENED)).in(in("c", 1, OPENED)).land(SENT);
      kept = harness.checkpoint();
      harness.land(SendResult.sent(200, "m-b"));
    }
    assertThat(statuses()).containsExactly(Status.SENT, Status.SENT);
    outside.flying.clear();
    try (DeliveryHarness harness = harness(kept)) {
      assertThat(outside.readFrom).isEqualTo(1);
      assertThat(sent()).containsExactly("a1", "b1", "c1", "c1");
      harness.land(SENT).in(in("a", 1, OPENED)).in(in("b", 1, OPENED)).in(in("c", 1, OPENED));
      assertThat(outside.sends).hasSize(4);

      harness.in(ChannelInput.of(change("b", GroupStatus.ACKNOWLEDGED, 2), "ops"));
      harness.until(NOW + 1_000);
      assertThat(outside.sends.get(4).messageId()).isEqualTo("m-b");
    }
  }

  @Test
  void withoutStateTheWholeLogIsRead() throws Exception {
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).land(SENT);
    }
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).in(in("a", 2, RESOLVED));
      assertThat(outside.readFrom).isZero();
      assertThat(sent()).containsExactly("a1", "a2");
    }
  }

  @Test
  void aCheckpointWaitsForTheLog() throws Exception {
    outside.logIsSlow = true;
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).land(SENT);
      assertThat(outside.unsafe).hasSize(1);
      harness.checkpoint();
      assertThat(outside.unsafe).isEmpty();
    }
  }

  @Test
  void aCheckpointWaitsForWhatIsWrittenWhileItWaits() throws Exception {
    outside.logIsSlow = true;
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).in(in("a", 2, SEVERITY_RAISED));
      harness.in(ChannelInput.of(change("a", GroupStatus.RESOLVED, 3), "ops")).land(SENT);
      harness.checkpoint();

      assertThat(statuses()).containsExactly(Status.SENT, Status.SKIPPED);
      assertThat(outside.unsafe).isEmpty();
    }
  }

  @Test
  void whereTheLogTakesNothingEachChannelSendsOnceAtAStart() throws Exception {
    outside.logIsSlow = true;
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).in(in("b", 1, OPENED)).land(SENT).in(in("c", 1, OPENED));
      assertThat(sent()).containsExactly("a1");

      harness.recordAll();
      assertThat(sent()).containsExactly("a1", "b1", "c1");
    }
  }

  @Test
  void aDocumentCountsAsSoonAsItIsRead() throws Exception {
    ConfigLog fresh =
        new ConfigLog()
            .at(
                T0.plusSeconds(10),
                "Channel",
                "ops",
                "{type: slack, token: 'env:TOKEN', channel: C0123456789}");
    try (DeliveryHarness harness = new DeliveryHarness(outside, fresh).begin(null, NOW)) {
      harness.in(in("a", 1, OPENED));
      assertThat(sent()).containsExactly("a1");
    }
  }

  @Test
  void aRecordThatIsLostFailsTheTask() throws Exception {
    outside.logIsSlow = true;
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).land(SENT);
      outside.unsafe.get(0).heard(new IllegalStateException("lost"));

      assertThatThrownBy(harness::work).hasStackTraceContaining("lost");
    }
  }

  @Test
  void nothingIsLeftOfAGroupTwoDaysAfterItsEnd() throws Exception {
    long day = 86_400_000;
    try (DeliveryHarness harness = harness(null)) {
      harness.in(in("a", 1, OPENED)).land(SENT).in(in("a", 2, RESOLVED)).land(SENT);
      harness.checkpoint();
      assertThat(harness.groups()).isEqualTo(1);
      assertThat(harness.channels()).isEqualTo(1);

      harness.until(NOW + 2 * day + 3_600_000);
      harness.checkpoint();
      assertThat(harness.groups()).isZero();
      assertThat(harness.channels()).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }
}
