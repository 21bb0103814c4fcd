// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Told.change;
import static dev.signalcraft.domain.delivery.Told.count;
import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.grouping.GroupStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What stands in a channel is brought up to date. */
class ChannelUpdatesTest {
  private static final SendResult BROKEN = SendResult.retry(503, "HTTP 503", 0);
  private static final Channel PAGER =
      Objects.requireNonNull(
          Sends.channel(
              "{type: pagerduty, routingKey: 'env:K', rate: {perMinute: 60, burst: 10}}"));

  private final QueueRun run = new QueueRun();

  /** Every send fails for so long. */
  private void failFor(long millis) {
    for (long until = run.now + millis; run.now < until; run.pass(1_000)) {
      while (!run.flying.isEmpty()) {
        run.land(BROKEN);
      }
    }
  }

  @Test
  void theLastStateIsShownHoweverLongTheProviderFailed() {
    run.offer(told("a", 1, OPENED)).land(SendResult.sent(200, "m1"));
    run.hear(change("a", GroupStatus.ACKNOWLEDGED, 2)).pass(1_000);
    failFor(7_200_000);
    run.hear(change("a", GroupStatus.RESOLVED, 3));
    failFor(3_600_000);
    for (int second = 0; second < 600; second++) {
      run.landAll().pass(1_000);
    }

    assertThat(run.sent()).endsWith("update a3");
    assertThat(run.log).last().matches(delivery -> delivery.status() == Status.SENT);
    assertThat(run.log).extracting(Delivery::status).doesNotContain(Status.GIVEN_UP);
  }

  @Test
  void anUpdateThatFailsWhileOthersGetThroughEnds() {
    run.reached(QueueRun.channel(600, 10));
    run.offer(told("a", 1, OPENED)).land(SendResult.sent(200, "m1"));
    run.hear(change("a", GroupStatus.ACKNOWLEDGED, 2));
    for (int i = 0; i < 3_600; i++) {
      run.pass(1_000).offer(told("b" + i, 1, OPENED));
      for (Flight flight : List.copyOf(run.flying.values())) {
        boolean update = flight.send().change() != null;
        run.land(flight.ticket(), update ? BROKEN : SendResult.sent(200, null));
      }
    }

    assertThat(run.log.stream().filter(delivery -> delivery.form() == Delivery.Form.UPDATE))
        .hasSize(Landings.MAX_ATTEMPTS)
        .last()
        .matches(delivery -> delivery.status() == Status.GIVEN_UP);
  }

  @Test
  void whatAnIncidentDoesNotShowIsNotSent() {
    run.reached(PAGER).offer(told("a", 1, OPENED)).land(SendResult.sent(202, "a"));
    run.hear(count("a", 1, 7)).pass(120_000);
    assertThat(run.sent()).containsExactly("opened a1");

    run.hear(change("a", GroupStatus.ACKNOWLEDGED, 2)).pass(1_000);
    assertThat(run.sent()).containsExactly("opened a1", "update a2");
  }
}
