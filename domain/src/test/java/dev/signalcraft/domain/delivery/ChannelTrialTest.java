// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import org.junit.jupiter.api.Test;

class ChannelTrialTest {
  private static final SendResult BROKEN = SendResult.retry(503, "HTTP 503", 0);

  private final QueueRun run = new QueueRun();

  private static Notification test(String name, int seconds) {
    return ChannelTrial.of("default", "ops", name, "ada", T0.plusSeconds(seconds));
  }

  @Test
  void itIsSentOnceHoweverOftenAndWheneverItIsAskedForAgain() {
    run.offer(test("1", 1), test("1", 2)).landAll();
    run.offer(test("1", 1), test("1", 3)).pass(60_000).landAll();
    run.checkpoint().crash(0).offer(test("1", 4)).pass(60_000).landAll();

    assertThat(run.sends).extracting(Send::id).containsExactly(test("1", 1).notificationId());
    assertThat(run.records()).containsExactly("SENT 1");
  }

  @Test
  void itIsSentOnceWhenTheProcessDiesBehindItsRecord() {
    run.logIsSlow().offer(test("1", 1)).landAll();
    run.crash(1).offer(test("1", 1), test("1", 5)).pass(60_000).landAll();

    assertThat(run.sends).hasSize(1);
  }

  @Test
  void itsFailureIsRepeatedUntilItGetsThrough() {
    run.offer(test("1", 1)).land(BROKEN).offer(test("1", 2)).pass(60_000).landAll();

    assertThat(run.sends).hasSize(2);
    assertThat(run.records()).containsExactly("RETRYING 1", "SENT 2");
  }

  @Test
  void testsAndAlertsDoNotTakeEachOthersPlace() {
    run.offer(test("1", 1), test("2", 1), told("a", 1, NotificationReason.OPENED)).landAll();

    assertThat(run.records()).containsExactly("SENT 1", "SENT 1", "SENT 1");
  }

  @Test
  void itsIdsAreThoseOfItsNameAlone() {
    Notification one = test("1", 1);
    assertThat(test("1", 9).notificationId()).isEqualTo(one.notificationId());
    assertThat(one.notificationId()).isEqualTo(ChannelTrial.id("default", "ops", "1"));
    assertThat(test("2", 1).notificationId()).isNotEqualTo(one.notificationId());
    assertThat(ChannelTrial.id("other", "ops", "1")).isNotEqualTo(one.notificationId());
    assertThat(GroupKey.isGroupId(one.groupId())).isTrue();
    assertThat(GroupKey.ofGroup(one.groupId())).isEqualTo(one.groupKey());
  }

  @Test
  void nobodyCanActOnItInSlack() {
    Send send = Sends.to("{type: slack, token: 'env:T', channel: C024BE91L}").of(test("1", 1));
    SlackAddress slack = (SlackAddress) send.channel().address();

    String message = new SlackMessage(send, slack).message().toString();

    assertThat(message).contains("A test: nothing is wrong").doesNotContain("\"actions\"");
  }
}
