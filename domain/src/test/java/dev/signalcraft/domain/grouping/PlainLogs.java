// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.PlainLife.DAY;
import static dev.signalcraft.domain.grouping.PlainLife.LONGEST_SNOOZE;
import static dev.signalcraft.domain.grouping.PlainLife.MINUTE;
import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.grouping.PlainLog.Clocks;
import dev.signalcraft.domain.grouping.PlainLog.Level;
import dev.signalcraft.domain.grouping.PlainLog.Rule;
import dev.signalcraft.domain.grouping.PlainLog.Step;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Logs of one key, whose gaps like the boundaries of its clocks. */
final class PlainLogs {
  private PlainLogs() {}

  /** A log, and what it is judged with. */
  record Case(Clocks clocks, List<Rule> rules, List<Plan> plans) {
    /** The plain telling of it; {@code log} takes its records. */
    PlainLife tell(List<Step> log) {
      PlainLife life = new PlainLife(clocks, rules);
      long at = T0.toEpochMilli();
      for (Plan plan : plans) {
        at += plan.gap();
        life.until(at);
        Step step = plan.step(at, log, life);
        log.add(step);
        life.take(step);
      }
      life.until(end(log));
      return life;
    }
  }

  /** A record of a log that has yet to meet the group that it is about. */
  record Plan(long gap, String what, Again again, Event event, Order order, Long ends) {
    private Step step(long at, List<Step> log, PlainLife life) {
      int same = log.size() - again.back();
      boolean repeats = again.back() > 0 && same >= 0;
      String id = repeats ? log.get(same).id() : "n" + log.size();
      long received = at - event.age();
      PlainEpisode group = life.held();
      return new Step(
          at,
          id,
          what,
          event.stateful(),
          event.severity(),
          received,
          received - event.delay(),
          ends == null ? null : at + ends,
          order.text(what),
          order.group(life, at),
          order.foreign(),
          group == null || order.behind() == null ? null : group.version() - order.behind());
    }
  }

  /** Whether a record has the id of one before; 0 for its own. */
  record Again(int back) {}

  /** What only an event has. */
  record Event(boolean stateful, int severity, long age, long delay) {}

  /** What only a command has: how many episodes back it aims, and versions it is behind. */
  record Order(int back, boolean foreign, Integer behind, String text) {
    /** An assignment to nobody, no runbook, an outcome that is not said. */
    private String text(String what) {
      boolean mayBeNone = List.of("assign", "runbook", "resolve").contains(what);
      return mayBeNone && text.equals("deferred") ? null : text;
    }

    private long group(PlainLife life, long at) {
      int index = life.episodes.size() - 1 - back;
      return index < 0 || back < 0 ? at : life.episodes.get(index).openedAt;
    }
  }

  static long end(List<Step> log) {
    return log.get(log.size() - 1).at() + 2_000;
  }

  static Arbitrary<Case> cases() {
    Arbitrary<Clocks> clocks =
        Arbitraries.of(
            new Clocks(30 * MINUTE, DAY, 0),
            new Clocks(30 * MINUTE, 2 * 60 * MINUTE, 10 * MINUTE),
            new Clocks(MINUTE, MINUTE, 0),
            new Clocks(MINUTE, DAY, MINUTE),
            new Clocks(60 * MINUTE, 5 * MINUTE, 5 * MINUTE));
    Arbitrary<Integer> statefulOfTen = Arbitraries.of(0, 0, 10, 10, 5);
    return Combinators.combine(clocks, statefulOfTen, rules())
        .flatAs((of, often, rules) -> plans(of, often).map(plans -> new Case(of, rules, plans)));
  }

  private static Arbitrary<List<Plan>> plans(Clocks clocks, int statefulOfTen) {
    Arbitrary<Long> boundaries =
        Combinators.combine(
                Arbitraries.of(
                    0L,
                    1_000L,
                    MINUTE,
                    10 * MINUTE,
                    30 * MINUTE,
                    clocks.window(),
                    clocks.autoClose(),
                    clocks.ackTimeout(),
                    DAY),
                Arbitraries.of(0L, 1L, -1L))
            .as((around, by) -> Math.max(0, around + by));
    Arbitrary<Long> soon = Arbitraries.longs().between(0, 2 * MINUTE);
    Arbitrary<Long> gaps = Arbitraries.frequencyOf(Tuple.of(2, boundaries), Tuple.of(3, soon));
    Arbitrary<List<Plan>> one = plan(gaps, clocks, statefulOfTen).map(List::of);
    Arbitrary<List<Plan>> flaps = flaps(statefulOfTen);
    return Arbitraries.frequencyOf(Tuple.of(20, one), Tuple.of(1, flaps))
        .list()
        .ofMinSize(1)
        .ofMaxSize(25)
        .map(lists -> lists.stream().flatMap(List::stream).toList());
  }

  private static Arbitrary<Plan> plan(Arbitrary<Long> gaps, Clocks clocks, int statefulOfTen) {
    Arbitrary<String> whats =
        Arbitraries.frequency(
            Tuple.of(12, "firing"),
            Tuple.of(4, "resolved"),
            Tuple.of(3, "acknowledge"),
            Tuple.of(3, "unacknowledge"),
            Tuple.of(3, "snooze"),
            Tuple.of(2, "resolve"),
            Tuple.of(3, "reopen"),
            Tuple.of(1, "escalate"),
            Tuple.of(1, "assign"),
            Tuple.of(1, "note"),
            Tuple.of(1, "runbook"));
    Arbitrary<Again> again =
        Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(0)), Tuple.of(1, Arbitraries.integers().between(1, 8)))
            .map(Again::new);
    Arbitrary<Order> orders =
        Combinators.combine(
                Arbitraries.frequency(
                    Tuple.of(10, 0), Tuple.of(2, 1), Tuple.of(1, 2), Tuple.of(1, -1)),
                Arbitraries.frequency(Tuple.of(15, false), Tuple.of(1, true)),
                Arbitraries.frequency(Tuple.of(10, 99), Tuple.of(3, 0), Tuple.of(1, 1)),
                Arbitraries.of("fixed", "deferred", "wont-fix"))
            .as((back, foreign, behind, text) -> order(back, foreign, behind, text));
    return whats.flatMap(
        what ->
            Combinators.combine(gaps, again, events(statefulOfTen), orders, ends(what, clocks))
                .as(
                    (gap, same, event, order, ends) ->
                        new Plan(gap, what, same, event, order, ends)));
  }

  private static Order order(int back, boolean foreign, int behind, String text) {
    return new Order(back, foreign, behind == 99 ? null : behind, text);
  }

  private static Arbitrary<Event> events(int statefulOfTen) {
    Arbitrary<Boolean> stateful =
        Arbitraries.integers().between(0, 9).map(number -> number < statefulOfTen);
    Arbitrary<Long> old =
        Arbitraries.frequency(
            Tuple.of(20, 0L), Tuple.of(1, MINUTE), Tuple.of(1, DAY), Tuple.of(2, DAY + 1));
    return Combinators.combine(stateful, Arbitraries.integers().between(0, 3), old, old)
        .as(Event::new);
  }

  private static Arbitrary<Long> ends(String what, Clocks clocks) {
    if (what.equals("snooze")) {
      return Arbitraries.frequency(
          Tuple.of(2, MINUTE),
          Tuple.of(2, 30 * MINUTE),
          Tuple.of(2, clocks.autoClose()),
          Tuple.of(1, 1L),
          Tuple.of(1, 0L),
          Tuple.of(1, -1L),
          Tuple.of(1, LONGEST_SNOOZE),
          Tuple.of(1, LONGEST_SNOOZE + 1));
    }
    if (!what.equals("firing")) {
      return Arbitraries.just(0L).injectNull(1);
    }
    return Arbitraries.of(-1L, 0L, 1L, MINUTE, 5 * MINUTE, 60 * MINUTE, 2 * DAY).injectNull(0.6);
  }

  /** A source that reopens four or five times, at the edge of half an hour. */
  private static Arbitrary<List<Plan>> flaps(int statefulOfTen) {
    Arbitrary<Long> spacing =
        Arbitraries.of(1_000L, MINUTE - 1, 10 * MINUTE - 1, 10 * MINUTE, 10 * MINUTE + 1);
    Order none = new Order(0, false, null, "fixed");
    Again fresh = new Again(0);
    return Combinators.combine(spacing, Arbitraries.integers().between(4, 5))
        .as(
            (gap, times) -> {
              Event event = new Event(statefulOfTen > 5, 2, 0, 0);
              List<Plan> flaps = new ArrayList<>();
              for (int i = 0; i < times; i++) {
                flaps.add(new Plan(1, "resolved", fresh, event, none, null));
                flaps.add(new Plan(gap - 1, "firing", fresh, event, none, null));
              }
              return flaps;
            });
  }

  private static Arbitrary<List<Rule>> rules() {
    List<Level> steep = List.of(new Level(2, 2), new Level(4, 3));
    List<Level> flat = List.of(new Level(1, 1), new Level(3, 2));
    long start = T0.toEpochMilli();
    Rule all = new Rule("all", 1, start - DAY, null, steep);
    Rule flatter = new Rule("all", 2, start + MINUTE, null, flat);
    Rule gone = new Rule("all", 3, start + 10 * MINUTE, null, List.of());
    Rule late = new Rule("late", 1, start + MINUTE - 5_000, null, steep);
    Rule team = new Rule("team", 1, start - DAY, "fixed", steep);
    Rule other = new Rule("other", 1, start - DAY, "deferred", flat);
    return Arbitraries.of(
        List.of(),
        List.of(),
        List.of(late),
        List.of(all, flatter, gone),
        List.of(team, other),
        List.of(all, flatter, team));
  }
}
