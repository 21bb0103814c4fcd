// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Delivery.Form;
import dev.signalcraft.domain.delivery.Delivery.Part;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever comes in whatever order, however sends end and whenever the process dies: each decision
 * ends once, groups keep their order, nobody is told what is known to be over.
 */
class ChannelQueuePropertiesTest {
  private static final List<String> GROUPS = List.of("a", "b", "c", "d");

  /** One life of a channel. */
  private static final class Life {
    final Random random;
    final QueueRun run = new QueueRun();
    final Map<String, Notification> offered = new HashMap<>();

    /** What the topics hold; a crash reads on from the checkpoint. */
    final List<Consumer<Life>> topics = new ArrayList<>();

    final Map<String, Integer> sequences = new HashMap<>();
    final Set<String> over = new HashSet<>();
    final Map<String, Integer> overSince = new HashMap<>();
    final Map<String, Integer> atRisk = new HashMap<>();
    final Map<String, Integer> arrivals = new HashMap<>();
    final Map<String, Integer> lastSent = new HashMap<>();
    int read;
    int checkpoint;
    int judged;

    Life(long seed) {
      random = new Random(seed);
    }

    void live(int steps, boolean crashes) {
      for (int i = 0; i < steps; i++) {
        step(crashes);
        judge();
      }
      for (int i = 0; i < 500 && (read < topics.size() || busy()); i++) {
        readAll();
        while (!run.flying.isEmpty()) {
          land(run.flying.keySet().iterator().next(), SendResult.sent(200, null));
        }
        run.recordAll().pass(30_000);
        judge();
      }
      assertThat(busy()).isFalse();
    }

    private boolean busy() {
      return !run.flying.isEmpty() || run.queue.waiting() > 0 || run.queue.flying() > 0;
    }

    private void step(boolean crashes) {
      switch (random.nextInt(crashes ? 9 : 7)) {
        case 0, 1 -> decide();
        case 2 -> read(1 + random.nextInt(3));
        case 3 -> landAny();
        case 4 -> run.pass(random.nextInt(20_000));
        case 5 -> run.recordAll().settle();
        case 6 -> run.settle();
        case 7 -> {
          run.checkpoint();
          checkpoint = read;
        }
        default -> crash();
      }
    }

    /** A group goes on: decided and changed, and both topics say so, one of them first. */
    private void decide() {
      String name = GROUPS.get(random.nextInt(GROUPS.size()));
      int sequence = sequences.merge(name, 1, Integer::sum);
      boolean ends = sequence > 1 && !over.contains(name) && random.nextInt(3) == 0;
      NotificationReason reason =
          ends
              ? NotificationReason.RESOLVED
              : over.contains(name) ? NotificationReason.REOPENED : NotificationReason.ESCALATED;
      if (ends) {
        over.add(name);
      } else {
        over.remove(name);
      }
      Notification direct = Told.told(name, sequence, reason);
      Notification told = random.nextInt(4) == 0 ? direct.elsewhere("ops") : direct;
      GroupStatus status = ends ? GroupStatus.RESOLVED : GroupStatus.OPEN;
      AlertChange change = Told.change(name, status, sequence);
      Consumer<Life> tells =
          life -> {
            life.offered.put(told.notificationId(), told);
            life.run.offer(told);
          };
      Consumer<Life> changes =
          life -> {
            life.run.hear(change);
            if (ends) {
              life.overSince.merge(told.groupId(), sequence, Math::max);
            }
          };
      if (random.nextBoolean()) {
        topics.add(tells);
        topics.add(changes);
      } else {
        topics.add(changes);
        topics.add(tells);
      }
    }

    private void readAll() {
      read(topics.size());
    }

    private void read(int most) {
      for (int i = 0; i < most && read < topics.size(); i++) {
        topics.get(read++).accept(this);
        judge();
      }
    }

    private void landAny() {
      run.flying.values().removeIf(this::isLost);
      List<Long> tickets = List.copyOf(run.flying.keySet());
      if (!tickets.isEmpty()) {
        SendResult result =
            switch (random.nextInt(6)) {
              case 0 -> SendResult.retry(503, "HTTP 503", 0);
              case 1 -> SendResult.retry(429, "HTTP 429", random.nextInt(10_000));
              case 2 -> SendResult.failed(400, "HTTP 400");
              default -> SendResult.sent(200, random.nextBoolean() ? "m" : null);
            };
        land(tickets.get(random.nextInt(tickets.size())), result);
      }
    }

    private void land(long ticket, SendResult result) {
      for (Notification told : run.flying.get(ticket).send().told()) {
        if (result.outcome() == SendResult.Outcome.SENT) {
          arrivals.merge(told.notificationId(), 1, Integer::sum);
        }
      }
      run.land(ticket, result);
    }

    private void crash() {
      for (Send send : run.sends) {
        for (Notification told : send.told()) {
          boolean recorded =
              run.log.stream()
                  .flatMap(d -> d.parts().stream().filter(p -> d.status().isFinal()))
                  .anyMatch(part -> told.notificationId().equals(part.notificationId()));
          if (!recorded) {
            atRisk.merge(told.notificationId(), 1, Integer::sum);
          }
        }
      }
      run.crash(random.nextInt(run.unrecorded() + 1));
      read = checkpoint;
    }

    /** Whoever does not answer in a minute is no longer waited for. */
    private boolean isLost(Flight flight) {
      return flight.startedAt() + Departures.TIMEOUT_MILLIS <= run.now;
    }

    /** Each new send keeps the laws. */
    private void judge() {
      Set<String> groups = new HashSet<>();
      run.flying.values().removeIf(this::isLost);
      for (Flight flight : run.flying.values()) {
        for (Notification told : flight.send().told()) {
          assertThat(groups.add(told.groupId())).as("one at a time").isTrue();
        }
      }
      for (; judged < run.sends.size(); judged++) {
        for (Notification told : run.sends.get(judged).told()) {
          Notification decided = offered.get(told.notificationId());
          assertThat(decided.sequence())
              .as("order of %s", told.groupId())
              .isGreaterThanOrEqualTo(lastSent.getOrDefault(told.groupId(), 0));
          lastSent.put(told.groupId(), decided.sequence());
        }
      }
    }

    /** Each decision has exactly one final record. */
    void assertEachEndedOnce() {
      Map<String, Integer> ends = new HashMap<>();
      for (Delivery delivery : run.log) {
        if (delivery.form() != Form.UPDATE && delivery.status().isFinal()) {
          for (Part part : delivery.parts()) {
            ends.merge(part.notificationId(), 1, Integer::sum);
          }
        }
      }
      assertThat(ends).containsOnlyKeys(offered.keySet());
      assertThat(ends.values()).containsOnly(1);
    }
  }

  @Property(tries = 300)
  void eachDecisionEndsOnce(@ForAll long seed) {
    Life life = new Life(seed);
    life.decide();
    life.live(150, false);

    life.assertEachEndedOnce();
    assertThat(life.arrivals.values()).allMatch(times -> times == 1);
  }

  @Property(tries = 300)
  void eachDecisionEndsOnceWithASlowLog(@ForAll long seed) {
    Life life = new Life(seed);
    life.run.logIsSlow();
    life.decide();
    life.live(150, false);

    life.assertEachEndedOnce();
  }

  @Property(tries = 500)
  void eachDecisionEndsOnceThoughTheProcessDies(@ForAll long seed) {
    Life life = new Life(seed);
    life.run.logIsSlow();
    life.decide();
    life.live(200, true);

    life.assertEachEndedOnce();
    life.arrivals.forEach(
        (id, times) -> assertThat(times).isLessThanOrEqualTo(1 + life.atRisk.getOrDefault(id, 0)));
  }

  @Property(tries = 200)
  void anEndIsSentOnlyAfterABeginning(@ForAll long seed) {
    Life life = new Life(seed);
    life.decide();
    life.live(150, false);

    Map<String, Boolean> firing = new HashMap<>();
    for (Delivery delivery : life.run.log) {
      boolean sent =
          delivery.status() == Delivery.Status.SENT
              || delivery.status() == Delivery.Status.DIGESTED;
      for (Part part :
          sent && delivery.form() != Form.UPDATE ? delivery.parts() : List.<Part>of()) {
        boolean end = part.reason() == NotificationReason.RESOLVED;
        if (end) {
          assertThat(firing).containsEntry(part.groupId(), true);
        }
        firing.put(part.groupId(), !end);
      }
    }
  }

  @Property(tries = 200)
  void whatIsHeardToBeOverIsNotSentAsFiring(@ForAll long seed) {
    Life life = new Life(seed);
    Map<String, Integer> heard = life.overSince;
    life.decide();
    for (int i = 0; i < 150; i++) {
      int before = life.run.sends.size();
      Map<String, Integer> known = Map.copyOf(heard);
      life.step(false);
      for (Send send : life.run.sends.subList(before, life.run.sends.size())) {
        for (Notification told : send.told()) {
          boolean firing = told.reason() != NotificationReason.RESOLVED;
          if (firing) {
            assertThat(life.offered.get(told.notificationId()).sequence())
                .as(
                    "what %s was sent at %s s",
                    told.groupId(), told.at().minusMillis(T0.toEpochMilli()))
                .isGreaterThan(known.getOrDefault(told.groupId(), 0));
          }
        }
      }
    }
  }
}
