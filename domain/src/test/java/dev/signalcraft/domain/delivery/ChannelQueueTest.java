// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Told.change;
import static dev.signalcraft.domain.delivery.Told.count;
import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.ESCALATED;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static dev.signalcraft.domain.routing.NotificationReason.REOPENED;
import static dev.signalcraft.domain.routing.NotificationReason.REPEATED;
import static dev.signalcraft.domain.routing.NotificationReason.RESOLVED;
import static dev.signalcraft.domain.routing.NotificationReason.SEVERITY_RAISED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelQueueTest {
  private static final SendResult SENT = SendResult.sent(200, null);
  private static final SendResult BROKEN = SendResult.retry(503, "HTTP 503", 0);

  private final QueueRun run = new QueueRun();

  @Test
  void whatIsDecidedIsSentAndRecorded() {
    Notification told = told("a", 1, OPENED);
    run.offer(told);
    run.now += 40;
    run.land(SendResult.sent(200, "m1"));

    assertThat(run.sends).extracting(Send::id).containsExactly(told.notificationId());
    assertThat(run.log)
        .containsExactly(
            new Delivery(
                told.notificationId(),
                "default",
                "ops",
                Form.NOTIFICATION,
                Status.SENT,
                1,
                List.of(
                    new Delivery.Part(told.groupId(), 1, told.notificationId(), OPENED, told.at())),
                200,
                null,
                40,
                "m1",
                null,
                Instant.ofEpochMilli(run.now)));
  }

  @Test
  void whatIsNotNewerThanTheLastIsARepeat() {
    run.offer(told("a", 1, OPENED)).landAll();
    run.offer(told("a", 1, OPENED)).landAll();

    assertThat(run.sent()).containsExactly("opened a1");
    assertThat(run.records()).containsExactly("SENT 1");
  }

  @Test
  void aReminderWithoutAChangeInBetweenIsNoRepeat() {
    run.offer(told("a", 1, OPENED)).landAll();
    run.offer(told("a", 1, REPEATED, null, T0.plusSeconds(600))).landAll();

    assertThat(run.sent()).containsExactly("opened a1", "repeated a1");
  }

  @Test
  void ofSeveralThatWaitTheNewestGoesForAllAndTheOthersAreSuperseded() {
    run.offer(told("a", 1, OPENED));
    run.land(BROKEN);
    run.offer(told("a", 2, SEVERITY_RAISED), told("a", 3, ESCALATED)).pass(5_000).landAll();

    assertThat(run.sent()).containsExactly("opened a1", "escalated a3");
    assertThat(run.records())
        .containsExactly("RETRYING 1", "SUPERSEDED 2", "SUPERSEDED 1", "SENT 1");
    assertThat(run.sends.get(1).told().get(0).first()).isTrue();
  }

  @Test
  void whatComesWhileAnotherOfItsGroupIsUnderWayFollowsIt() {
    run.offer(told("a", 1, OPENED));
    run.offer(told("a", 2, SEVERITY_RAISED), told("b", 1, OPENED));
    assertThat(run.sent()).containsExactly("opened a1", "opened b1");

    run.land(SENT);
    assertThat(run.sent()).containsExactly("opened a1", "opened b1", "severity_raised a2");
  }

  @Test
  void theNextOfAGroupWaitsForTheRecordOfTheFirst() {
    run.logIsSlow().offer(told("a", 1, OPENED)).land(SENT);
    run.offer(told("a", 2, SEVERITY_RAISED)).pass(60_000);
    assertThat(run.sent()).containsExactly("opened a1");

    run.recordAll().settle();
    assertThat(run.sent()).containsExactly("opened a1", "severity_raised a2");
  }

  @Test
  void whatIsOverBeforeItIsToldIsNotTold() {
    run.offer(told("a", 1, OPENED));
    run.land(BROKEN);
    run.hear(change("a", GroupStatus.RESOLVED, 2)).offer(told("a", 2, RESOLVED)).pass(60_000);

    assertThat(run.sent()).containsExactly("opened a1");
    assertThat(run.records()).containsExactly("RETRYING 1", "SKIPPED 2", "SKIPPED 1");
  }

  @Test
  void whicheverTopicSaysSoFirst() {
    run.hear(change("a", GroupStatus.RESOLVED, 2)).offer(told("a", 1, OPENED));
    run.offer(told("b", 1, OPENED));
    run.land(BROKEN).offer(told("b", 2, RESOLVED)).pass(60_000);

    assertThat(run.sent()).containsExactly("opened b1");
    assertThat(run.records()).containsExactly("SKIPPED 1", "RETRYING 1", "SKIPPED 2", "SKIPPED 1");
  }

  @Test
  void theEndIsToldToWhoWasToldTheBeginning() {
    run.offer(told("a", 1, OPENED)).landAll();
    run.offer(told("a", 2, RESOLVED)).landAll();
    run.offer(told("a", 3, REOPENED)).landAll();

    assertThat(run.sent()).containsExactly("opened a1", "resolved a2", "reopened a3");
  }

  @Test
  void theEndOfWhatWasToldBeforeThisStateBeganIsTold() {
    run.offer(told("a", 2, RESOLVED)).landAll();

    assertThat(run.sent()).containsExactly("resolved a2");
  }

  @Test
  void aFailedAttemptIsRepeatedLaterAndLater() {
    run.offer(told("a", 1, OPENED));
    long[] gaps = new long[4];
    for (int i = 0; i < gaps.length; i++) {
      long failed = run.now;
      int before = run.sends.size();
      run.land(BROKEN);
      while (run.sends.size() == before) {
        run.pass(1);
      }
      gaps[i] = run.now - failed;
    }

    for (int i = 0; i < gaps.length; i++) {
      assertThat(gaps[i]).isBetween(500L << i, 1_000L << i);
    }
    assertThat(run.sends).extracting(Send::attempt).containsExactly(1, 2, 3, 4, 5);
    assertThat(run.sends).extracting(Send::id).containsOnly(run.sends.get(0).id());
  }

  @Test
  void theProvidersWishToWaitIsForTheWholeChannel() {
    run.offer(told("a", 1, OPENED));
    run.land(SendResult.retry(429, "HTTP 429", 30_000)).offer(told("b", 1, OPENED));
    run.pass(29_999);
    assertThat(run.sends).hasSize(1);

    run.pass(1);
    assertThat(run.sent()).containsExactly("opened a1", "opened b1", "opened a1");
  }

  @Test
  void aChannelThatFailsAgainAndAgainIsTriedByOneSendAtATime() {
    run.offer(
        told("a", 1, OPENED),
        told("b", 1, OPENED),
        told("c", 1, OPENED),
        told("d", 1, OPENED),
        told("e", 1, OPENED));
    for (int i = 0; i < 5; i++) {
      run.land(BROKEN);
    }
    run.pass(4_999);
    assertThat(run.sends).hasSize(5);
    run.pass(1);
    assertThat(run.flying).hasSize(1);
    run.pass(30_000);
    assertThat(run.flying).hasSize(1);

    run.land(BROKEN).pass(9_999);
    assertThat(run.flying).isEmpty();
    run.pass(1).land(SENT);
    assertThat(run.flying).hasSize(4);
  }

  @Test
  void aSenderThatNeverAnswersHasFailed() {
    run.offer(told("a", 1, OPENED)).pass(59_999);
    assertThat(run.log).isEmpty();

    long ticket = run.flying.keySet().iterator().next();
    run.pass(1);
    assertThat(run.log).extracting(Delivery::error).containsExactly("no answer in a minute");
    run.pass(1_000).land(ticket, SENT);
    assertThat(run.records()).containsExactly("RETRYING 1");
    run.land(SENT);
    assertThat(run.records()).containsExactly("RETRYING 1", "SENT 2");
  }

  @Test
  void moreThanABurstIsSmoothed() {
    for (int i = 0; i < 15; i++) {
      run.offer(told("g" + i, 1, OPENED));
    }
    assertThat(run.sends).hasSize(10);
    run.landAll().pass(999);
    assertThat(run.sends).hasSize(10);
    run.pass(1).landAll();
    assertThat(run.sends).hasSize(11);
    run.pass(4_000).landAll();
    assertThat(run.sent()).hasSize(15).endsWith("opened g141");
  }

  @Test
  void whatNamesAFallbackGoesThereWhenItsChannelRefusesIt() {
    Notification told = told("a", 1, OPENED, "mail", T0.plusSeconds(1));
    run.offer(told).land(SendResult.failed(404, "channel_not_found"));

    assertThat(run.records()).containsExactly("GIVEN_UP 1");
    assertThat(run.log.get(0).fallback()).isEqualTo(told.elsewhere("mail"));
    assertThat(run.log.get(0).fallback().channel()).isEqualTo("mail");
    assertThat(run.log.get(0).fallback().fallback()).isNull();
    assertThat(run.alerts).extracting(AlertEvent::status).containsExactly(EventStatus.FIRING);

    run.offer(told("a", 2, RESOLVED));
    assertThat(run.records()).containsExactly("GIVEN_UP 1", "SKIPPED 1");
    assertThat(run.log.get(1).fallback().reason()).isEqualTo(RESOLVED);

    run.offer(told("b", 1, OPENED)).landAll();
    assertThat(run.alerts)
        .extracting(AlertEvent::status)
        .containsExactly(EventStatus.FIRING, EventStatus.RESOLVED);
    assertThat(run.alerts).extracting(AlertEvent::source).containsOnly("signalcraft");
    assertThat(run.alerts.get(0).fingerprint()).isEqualTo(run.alerts.get(1).fingerprint());
  }

  @Test
  void whatNamesAFallbackGoesThereAfterAQuarterOfAnHourWithoutAnyOtherSuccess() {
    run.offer(told("a", 1, OPENED, "mail", T0.plusSeconds(1)), told("b", 1, OPENED));
    run.land(BROKEN).land(BROKEN);
    while (run.now < T0.toEpochMilli() + 890_000) {
      run.pass(1_000);
      while (!run.flying.isEmpty()) {
        run.land(BROKEN);
      }
    }
    assertThat(run.log).extracting(Delivery::status).containsOnly(Status.RETRYING);

    run.pass(80_000);
    while (!run.flying.isEmpty()) {
      run.land(BROKEN);
    }
    assertThat(run.log.stream().filter(d -> d.status() == Status.GIVEN_UP))
        .singleElement()
        .satisfies(d -> assertThat(d.fallback()).isNotNull());
    assertThat(run.queue.waiting()).isEqualTo(1);
    assertThat(run.alerts).singleElement().matches(alert -> alert.message().contains("HTTP 503"));
  }

  @Test
  void remindersDoNotPutOffTheFallback() {
    run.offer(told("a", 1, OPENED, "mail", T0.plusSeconds(1)));
    for (int second = 1; second <= 1_200; second++) {
      if (second % 600 == 0) {
        run.offer(told("a", 1, REPEATED, "mail", T0.plusSeconds(second)));
      }
      while (!run.flying.isEmpty()) {
        run.land(BROKEN);
      }
      run.pass(1_000);
    }

    assertThat(run.log.stream().filter(d -> d.status() == Status.GIVEN_UP)).hasSize(1);
  }

  @Test
  void whatFailsWhileOthersGetThroughIsGivenUp() {
    run.offer(told("a", 1, OPENED));
    for (int i = 0; i < 30; i++) {
      while (run.flying.isEmpty() && run.queue.waiting() > 0) {
        run.pass(10_000);
      }
      if (run.queue.waiting() == 0 && run.flying.isEmpty()) {
        break;
      }
      run.land(BROKEN);
      run.offer(told("b", i + 1, REPEATED));
      run.flying.values().stream()
          .filter(flight -> flight.send().told().get(0).group().fingerprint().equals("b"))
          .map(Flight::ticket)
          .toList()
          .forEach(ticket -> run.land(ticket, SENT));
    }

    assertThat(run.log.stream().filter(d -> d.id().equals(told("a", 1, OPENED).notificationId())))
        .hasSize(12)
        .last()
        .matches(d -> d.status() == Status.GIVEN_UP && d.attempt() == 12);
  }

  @Test
  void whatComesFromAnotherChannelIsNotToldWhereItWasToldDirectly() {
    Notification from = told("a", 1, OPENED).elsewhere("ops");
    run.offer(told("a", 1, OPENED)).landAll().offer(from).offer(from);
    run.offer(told("b", 1, OPENED).elsewhere("ops")).landAll();
    run.offer(told("b", 1, OPENED).elsewhere("ops")).landAll();

    assertThat(run.sent()).containsExactly("opened a1", "opened b1");
    assertThat(run.log)
        .extracting(Delivery::status)
        .containsExactly(Status.SENT, Status.SUPERSEDED, Status.SENT);
  }

  @Test
  void aChannelThatNobodyKnowsTellsNothingAndSaysSo() {
    run.reached(QueueRun.channel(60, 1));
    run.offer(told("x", 1, OPENED), told("a", 1, OPENED), told("b", 1, OPENED));
    run.queue.refuse("no such channel", run.now);
    run.recordAll();

    assertThat(run.queue.waiting()).isZero();
    assertThat(run.log)
        .extracting(d -> d.status() + " " + d.error())
        .containsExactly("GIVEN_UP no such channel", "GIVEN_UP no such channel");
    assertThat(run.alerts).hasSize(1);
  }

  @Test
  void theMessageFollowsItsGroupSeveralChangesAtOnce() {
    run.offer(told("a", 1, OPENED)).land(SendResult.sent(200, "m1"));
    run.hear(change("a", GroupStatus.ACKNOWLEDGED, 2), change("a", GroupStatus.SNOOZED, 3));
    run.pass(999);
    assertThat(run.sends).hasSize(1);
    run.pass(1);

    assertThat(run.sent()).containsExactly("opened a1", "update a3");
    assertThat(run.sends.get(1).messageId()).isEqualTo("m1");
    run.landAll().hear(change("a", GroupStatus.SNOOZED, 3)).pass(100_000);
    assertThat(run.sends).hasSize(2);
    assertThat(run.log.get(1).form()).isEqualTo(Form.UPDATE);
    assertThat(run.log.get(1).parts().get(0).notificationId()).isNull();
  }

  @Test
  void countsAreShownOnceAMinute() {
    run.offer(told("a", 1, OPENED)).land(SendResult.sent(200, "m1"));
    for (int i = 2; i < 200; i++) {
      run.hear(count("a", 1, i)).pass(1_000).landAll();
    }

    assertThat(run.sends).hasSize(4);
  }

  @Test
  void aMessageWithoutANameIsNotBroughtUpToDate() {
    run.offer(told("a", 1, OPENED)).landAll().hear(change("a", GroupStatus.ACKNOWLEDGED, 2));
    run.pass(100_000);

    assertThat(run.sent()).containsExactly("opened a1");
  }

  @Test
  void whatIsSentLateShowsTheGroupAsItStandsThen() {
    run.offer(told("a", 1, OPENED)).land(BROKEN);
    run.hear(change("a", GroupStatus.ACKNOWLEDGED, 2)).pass(1_000).landAll().pass(100_000);

    Send last = run.sends.get(1);
    assertThat(run.sends).hasSize(2);
    assertThat(last.id()).isEqualTo(run.sends.get(0).id());
    assertThat(last.told().get(0).group().status()).isEqualTo(GroupStatus.ACKNOWLEDGED);
  }

  @Test
  void nobodyIsCalledForWhatSomebodyHasTakenByThen() {
    run.offer(told("a", 1, OPENED)).landAll();
    run.offer(told("x", 1, OPENED)).land(SendResult.retry(429, "HTTP 429", 30_000));
    run.offer(told("a", 2, ESCALATED)).hear(change("a", GroupStatus.ACKNOWLEDGED, 3)).pass(60_000);

    assertThat(run.sent()).containsExactly("opened a1", "opened x1", "opened x1");
    assertThat(run.log)
        .filteredOn(d -> d.status() == Status.SKIPPED)
        .extracting(Delivery::error)
        .containsExactly("it was acknowledged before it could be told");
  }

  @Test
  void updatesLeaveHalfOfABurstToNotifications() {
    for (int i = 0; i < 10; i++) {
      run.offer(told("g" + i, 1, OPENED)).land(SendResult.sent(200, "m" + i));
    }
    run.pass(60_000);
    for (int i = 0; i < 10; i++) {
      run.hear(change("g" + i, GroupStatus.ACKNOWLEDGED, 2));
    }
    run.pass(1_000);
    assertThat(run.sends).hasSize(15);
    for (int i = 0; i < 5; i++) {
      run.offer(told("h" + i, 1, OPENED));
    }
    assertThat(run.sends).hasSize(20).last().matches(send -> send.change() == null);
  }

  @Test
  void aFloodWhoseChannelIsDownIsBounded() {
    for (int i = 0; i < 5; i++) {
      run.offer(told("x" + i, 1, OPENED)).land(BROKEN);
    }
    for (int i = 0; i < ChannelQueue.MAX_WAITING + 50; i++) {
      run.queue.offer(told("g" + i, 1, OPENED), false, run.now);
    }

    assertThat(run.queue.waiting()).isEqualTo(ChannelQueue.MAX_WAITING);
    run.recordAll();
    assertThat(run.log.stream().filter(d -> d.status() == Status.GIVEN_UP)).hasSize(55);
    assertThat(run.alerts).hasSize(1);
  }

  @Test
  void aGroupIsForgottenTwoDaysAfterItsEndAndAnOtherOneAfterAWeek() {
    run.offer(told("a", 1, OPENED), told("b", 1, OPENED)).landAll();
    run.offer(told("a", 2, RESOLVED)).landAll().checkpoint();
    run.queue.forget(run.now + 2 * 86_400_000L - 1);
    assertThat(run.queue.drainForgotten()).isEmpty();

    run.queue.forget(run.now + 2 * 86_400_000L);
    assertThat(run.queue.drainForgotten()).containsExactly(told("a", 1, OPENED).groupId());
    assertThat(run.queue.isEmpty()).isFalse();
    run.queue.forget(run.now + 7 * 86_400_000L);
    assertThat(run.queue.drainForgotten()).containsExactly(told("b", 1, OPENED).groupId());
    assertThat(run.queue.isEmpty()).isTrue();
    assertThat(run.queue.drainChanged()).isEmpty();
  }

  @Test
  void aChannelWithAnAlertIsKeptUntilItGetsThrough() {
    run.offer(told("a", 1, OPENED)).land(SendResult.failed(404, "HTTP 404"));
    run.queue.forget(run.now + ChannelQueue.KEEP_MILLIS);
    assertThat(run.queue.isEmpty()).isFalse();

    run.offer(told("b", 1, OPENED)).landAll();
    run.queue.forget(run.now + ChannelQueue.KEEP_MILLIS);
    assertThat(run.queue.isEmpty()).isTrue();
  }

  @Test
  void ofVeryManyGroupsThoseAreForgottenThatWereHeardOfFirst() {
    for (int i = 0; i < ChannelQueue.MAX_KNOWN / 10_000; i++) {
      for (int j = 0; j < 10_000; j++) {
        run.queue.offer(told("g" + (i * 10_000 + j), 1, OPENED), false, run.now);
      }
      run.queue.refuse("nobody is there", run.now);
      run.recordAll();
      run.now += 1_000;
    }
    run.queue.forget(run.now);
    assertThat(run.queue.drainForgotten()).isEmpty();

    run.queue.offer(told("more", 1, OPENED), false, run.now);
    run.queue.refuse("nobody is there", run.now);
    run.recordAll();
    run.queue.forget(run.now);
    assertThat(run.queue.drainForgotten())
        .hasSize(10_000)
        .contains(told("g0", 1, OPENED).groupId(), told("g9999", 1, OPENED).groupId())
        .doesNotContain(told("g10000", 1, OPENED).groupId(), told("more", 1, OPENED).groupId());
  }

  @Test
  void afterACrashWhatIsRecordedIsNotSentAgainAndTheRestIs() {
    run.offer(told("a", 1, OPENED), told("b", 1, OPENED), told("c", 1, OPENED)).checkpoint();
    run.logIsSlow().land(SendResult.sent(200, "m1")).land(SENT);
    run.crash(1);
    assertThat(run.settle().sent())
        .containsExactly("opened a1", "opened b1", "opened c1", "opened b1", "opened c1");

    run.hear(change("a", GroupStatus.ACKNOWLEDGED, 2)).pass(1_000);
    assertThat(run.sent()).endsWith("update a2");
  }
}
