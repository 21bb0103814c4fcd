// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static dev.signalcraft.domain.routing.NotificationReason.RESOLVED;
import static dev.signalcraft.domain.routing.NotificationReason.SEVERITY_RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.routing.Notification;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What goes together, and that nothing is lost in it. */
class ChannelDigestsTest {
  private static final long GATHER = Digests.GATHER_MILLIS;

  private final QueueRun run = new QueueRun();

  private void late() {
    run.now = T0.toEpochMilli() + 3_700_000;
  }

  @Test
  void whatIsOldWhenItsTurnComesGoesInOneDigest() {
    late();
    run.offer(told("a", 1, OPENED)).pass(GATHER - 1);
    run.offer(told("b", 1, OPENED), told("c", 1, OPENED), told("d", 2, OPENED));
    assertThat(run.sends).isEmpty();

    run.pass(1).landAll();
    assertThat(run.sent()).containsExactly("digest opened a1 opened b1 opened c1 opened d2");
    assertThat(run.log).singleElement().matches(d -> d.status() == Status.DIGESTED);
    assertThat(run.log.get(0).parts()).hasSize(4);

    run.offer(told("e", 1, OPENED)).pass(GATHER - 1);
    assertThat(run.sends).hasSize(1);
    run.pass(1);
    assertThat(run.sent()).endsWith("opened e1");
  }

  @Test
  void whatIsBeyondTheBudgetOfItsWorkspaceGoesInADigestThoughTheChannelHasRoom() {
    run.offerBeyondBudget(told("a", 1, OPENED)).pass(10_000);
    run.offer(told("x", 1, OPENED)).offerBeyondBudget(told("b", 1, OPENED)).pass(60_000);

    assertThat(run.sent()).containsExactly("opened x1", "digest opened a1 opened b1");
  }

  @Test
  void whatFailsInADigestIsRepeatedWithoutGatheringAgain() {
    run.offerBeyondBudget(told("a", 1, OPENED), told("b", 1, OPENED)).pass(GATHER);
    run.land(SendResult.retry(503, "HTTP 503", 0)).pass(1_000);

    assertThat(run.sent())
        .containsExactly("digest opened a1 opened b1", "digest opened a1 opened b1");
  }

  @Test
  void whatIsMoreThanTheChannelTakesInFiveMinutesGoesInDigests() {
    for (int i = 0; i < 1_000; i++) {
      run.offer(told("g" + i, 1, OPENED));
    }
    while (!run.flying.isEmpty() || run.queue.waiting() > 0) {
      run.landAll().pass(1_000);
    }

    int told = run.sends.stream().mapToInt(send -> send.told().size()).sum();
    assertThat(told).isEqualTo(1_000);
    assertThat(run.sends).hasSizeLessThan(320);
    assertThat(run.sends.stream().filter(send -> send.told().size() > 1)).hasSizeBetween(1, 3);
  }

  @Test
  void aDigestThatIsTooMuchGoesInSmallerOnesUntilTheyAreTaken() {
    for (int i = 0; i < 40; i++) {
      run.offerBeyondBudget(told("g" + i, 1, OPENED));
    }
    run.pass(GATHER);
    while (!run.flying.isEmpty() || run.queue.waiting() > 0) {
      for (long ticket : Set.copyOf(run.flying.keySet())) {
        boolean taken = run.flying.get(ticket).send().told().size() <= 6;
        run.land(ticket, taken ? SendResult.sent(200, null) : SendResult.refused(413, "HTTP 413"));
      }
      run.pass(1_000);
    }

    Set<String> told =
        run.log.stream()
            .filter(d -> d.status() == Status.DIGESTED || d.status() == Status.SENT)
            .flatMap(d -> d.parts().stream())
            .map(Delivery.Part::groupId)
            .collect(Collectors.toSet());
    assertThat(told).hasSize(40);
    assertThat(run.log).extracting(Delivery::status).doesNotContain(Status.GIVEN_UP);
  }

  @Test
  void whatOnceHadToGoAloneGoesTogetherAgainWhenItIsTaken() {
    run.offerBeyondBudget(told("a", 1, OPENED), told("b", 1, OPENED)).pass(GATHER);
    run.land(SendResult.refused(413, "HTTP 413"));
    assertThat(run.sent()).endsWith("opened a1", "opened b1");

    run.landAll();
    run.offerBeyondBudget(told("c", 1, OPENED), told("d", 1, OPENED)).pass(GATHER);
    assertThat(run.sent()).endsWith("digest opened c1 opened d1");
  }

  @Test
  void oneThatIsRefusedAloneIsGivenUp() {
    run.offer(told("a", 1, OPENED)).land(SendResult.refused(413, "HTTP 413"));

    assertThat(run.records()).containsExactly("GIVEN_UP 1");
  }

  @Test
  void theEndOfWhatFellBackGoesThereToo() {
    Notification opened = told("a", 1, OPENED);
    Notification raised = told("a", 2, SEVERITY_RAISED, "mail", T0.plusSeconds(2));
    run.offer(opened).landAll().offer(raised).land(SendResult.failed(400, "HTTP 400"));
    run.offerBeyondBudget(told("a", 3, RESOLVED), told("b", 1, OPENED)).pass(GATHER).landAll();

    assertThat(run.sent()).contains("resolved a3");
    assertThat(run.log)
        .filteredOn(d -> d.status() == Status.SENT && d.fallback() != null)
        .singleElement()
        .matches(d -> d.fallback().channel().equals("mail"));
  }
}
