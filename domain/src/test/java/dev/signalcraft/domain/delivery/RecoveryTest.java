// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a queue makes of records that its state does not know, and of what has become old. */
class RecoveryTest {
  private static final long DAY = 86_400_000;
  private static final SendResult FAILED = SendResult.failed(404, "HTTP 404");

  private final QueueRun run = new QueueRun();

  private List<EventStatus> alerts() {
    return run.alerts.stream().map(AlertEvent::status).toList();
  }

  @Test
  void anAlertThatMayHaveBeenLostIsMadeAgainUnderTheSameId() {
    run.offer(told("a", 1, OPENED)).land(FAILED);
    run.now += Verdicts.MISSED_MILLIS;
    run.crash(0);

    assertThat(alerts()).containsExactly(EventStatus.FIRING, EventStatus.FIRING);
    assertThat(run.alerts.get(1).eventId()).isEqualTo(run.alerts.get(0).eventId());
  }

  @Test
  void anOlderOneIsNotAndWhatGetsThroughNextEndsIt() {
    run.offer(told("a", 1, OPENED)).land(FAILED);
    run.now += Verdicts.MISSED_MILLIS + 1;
    run.crash(0);
    assertThat(alerts()).containsExactly(EventStatus.FIRING);

    run.offer(told("b", 1, OPENED)).pass(Digests.GATHER_MILLIS).landAll();
    assertThat(alerts()).containsExactly(EventStatus.FIRING, EventStatus.RESOLVED);
  }

  @Test
  void theEndOfAnAlertThatMayHaveBeenLostLongAgoIsToldByWhatGetsThroughNext() {
    run.offer(told("a", 1, OPENED)).land(FAILED).offer(told("b", 1, OPENED)).landAll();
    run.now += Verdicts.MISSED_MILLIS + 1;
    run.crash(0);
    assertThat(alerts()).containsExactly(EventStatus.FIRING, EventStatus.RESOLVED);

    run.offer(told("c", 1, OPENED)).pass(Digests.GATHER_MILLIS).landAll();
    assertThat(alerts())
        .containsExactly(EventStatus.FIRING, EventStatus.RESOLVED, EventStatus.RESOLVED);
  }

  @Test
  void anAlertThatEndedMeanwhileDoesNotFireAgain() {
    run.offer(told("a", 1, OPENED)).land(FAILED).checkpoint();
    run.now += 10_000;
    run.offer(told("b", 1, OPENED)).land(FAILED).offer(told("c", 1, OPENED)).landAll();
    assertThat(alerts()).containsExactly(EventStatus.FIRING, EventStatus.RESOLVED);
    run.crash(0);

    assertThat(alerts())
        .containsExactly(EventStatus.FIRING, EventStatus.RESOLVED, EventStatus.RESOLVED);
    assertThat(run.alerts.get(2).eventId()).isEqualTo(run.alerts.get(1).eventId());
  }

  @Test
  void whatWasDecidedMoreThanSevenDaysAgoIsNotSent() {
    run.now = T0.toEpochMilli() + 1_000 + 7 * DAY;
    run.offer(told("a", 1, OPENED)).pass(Digests.GATHER_MILLIS).landAll();
    run.now++;
    run.offer(told("b", 1, OPENED)).landAll();

    assertThat(run.sent()).containsExactly("opened a1");
    assertThat(run.log).hasSize(1);
  }

  @Test
  void norIsWhatWaitedForSoLongBecauseTheJobWasAway() {
    run.offer(told("a", 1, OPENED)).land(SendResult.retry(503, "HTTP 503", 0)).checkpoint();
    run.now += 8 * DAY;
    run.crash(0).settle();

    assertThat(run.sends).hasSize(1);
    assertThat(run.log)
        .extracting(record -> record.status() + " " + record.error())
        .containsExactly("RETRYING HTTP 503", "SKIPPED it is older than seven days");
  }
}
