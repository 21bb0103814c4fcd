// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange.Kind;
import dev.signalcraft.domain.grouping.PlainLife.Episode;
import dev.signalcraft.domain.grouping.PlainLife.Step;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any log of one key gives the episodes that {@link PlainLife} tells of it. */
class GroupingPropertiesTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  /** A log and the windows that it is judged with. */
  record Case(List<Step> log, long window, long autoClose) {
    long end() {
      return log.get(log.size() - 1).at() + 2_000;
    }
  }

  @Property(tries = 3_000)
  void anyLogGivesTheEpisodesOfThePlainTelling(@ForAll("logs") Case given) {
    assertThat(run(given.log(), given))
        .isEqualTo(PlainLife.of(given.log(), given.window(), given.autoClose(), given.end()));
  }

  @Property(tries = 500)
  void redeliveriesWithinADayChangeNothingButDuplicates(
      @ForAll("logs") Case given, @ForAll("hops") List<Integer> hops) {
    List<Step> once = new ArrayList<>();
    for (Step step : given.log()) {
      once.add(new Step(step.at(), once.size(), step.kind()));
    }
    List<Step> again = withRedeliveries(once, hops);

    List<Episode> plain = run(once, given);
    List<Episode> doubled = run(again, given);

    assertThat(doubled)
        .usingElementComparator(GroupingPropertiesTest::withoutDuplicates)
        .isEqualTo(plain);
    assertThat(plain).allMatch(episode -> episode.duplicates() == 0);
    // A redelivered firing event always finds a group; another may find none.
    assertThat(doubled.stream().mapToLong(Episode::duplicates).sum())
        .isBetween(firing(again) - firing(once), (long) again.size() - once.size());
  }

  private static long firing(List<Step> log) {
    return log.stream().filter(step -> step.kind() == PlainLife.Kind.FIRING).count();
  }

  private static int withoutDuplicates(Episode a, Episode b) {
    boolean same =
        a.openedAt() == b.openedAt()
            && a.count() == b.count()
            && a.lastActivity() == b.lastActivity()
            && a.status().equals(b.status());
    return same ? 0 : 1;
  }

  /** Each record comes again behind one of the next, as long as its id is known. */
  private static List<Step> withRedeliveries(List<Step> once, List<Integer> hops) {
    Map<Integer, List<Step>> late = new TreeMap<>();
    for (int i = 0; i < once.size(); i++) {
      int behind = Math.min(once.size() - 1, i + hops.get(i % hops.size()));
      Step step = once.get(i);
      long at = once.get(behind).at();
      if (at - step.at() < DAY) {
        late.computeIfAbsent(behind, none -> new ArrayList<>())
            .add(new Step(at, step.id(), step.kind()));
      }
    }
    List<Step> again = new ArrayList<>();
    for (int i = 0; i < once.size(); i++) {
      again.add(once.get(i));
      again.addAll(late.getOrDefault(i, List.of()));
    }
    return again;
  }

  /** The rows that a reader of the changes ends with, as episodes in the order of their opening. */
  private static List<Episode> run(List<Step> log, Case given) {
    KeyRun run = new KeyRun(given.window(), given.autoClose());
    for (Step step : log) {
      run.at(Instant.ofEpochMilli(step.at()), event(step));
    }
    run.until(Instant.ofEpochMilli(given.end()));

    Map<String, AlertGroup> groups = new LinkedHashMap<>();
    Map<String, String> endings = new TreeMap<>();
    Map<String, Map<Long, List<Long>>> minutes = new TreeMap<>();
    for (AlertChange change : run.changes) {
      AlertGroup group = change.group();
      if (group != null) {
        groups.merge(group.groupId(), group, (a, b) -> isNewer(b, a) ? b : a);
      }
      if (change.kind() == Kind.CHANGE
          && change.change().statusBefore() != change.change().statusAfter()) {
        endings.put(change.groupId(), WireName.of(change.change().reason()));
      }
      if (change.kind() == Kind.MINUTE) {
        MinuteTotal total = change.minute();
        minutes
            .computeIfAbsent(change.groupId(), none -> new TreeMap<>())
            .merge(
                total.minute().toEpochMilli(),
                List.of(total.events(), total.duplicates()),
                (a, b) -> b.get(0) + b.get(1) > a.get(0) + a.get(1) ? b : a);
      }
    }
    List<Episode> episodes = new ArrayList<>();
    groups.forEach(
        (id, group) -> {
          assertThat(id).isEqualTo(group.groupKey() + "-" + group.openedAt().toEpochMilli());
          episodes.add(
              new Episode(
                  group.openedAt().toEpochMilli(),
                  group.count(),
                  group.duplicates(),
                  group.lastActivity().toEpochMilli(),
                  group.status() == GroupStatus.OPEN ? "open" : endings.get(id),
                  minutes.getOrDefault(id, Map.of())));
        });
    return episodes;
  }

  private static boolean isNewer(AlertGroup a, AlertGroup b) {
    return a.version() > b.version()
        || (a.version() == b.version() && a.count() + a.duplicates() > b.count() + b.duplicates());
  }

  private static AlertEvent event(Step step) {
    Instant at = Instant.ofEpochMilli(step.at());
    Instant occurred = step.kind() == PlainLife.Kind.STALE ? at.minusMillis(DAY + 1) : at;
    boolean resolved = step.kind() == PlainLife.Kind.RESOLVED;
    return build(
        draft("checkout", "e" + step.id(), at)
            .occurredAt(occurred)
            .status(resolved ? EventStatus.RESOLVED : EventStatus.FIRING));
  }

  @Provide
  Arbitrary<List<Integer>> hops() {
    return Arbitraries.integers().between(0, 4).list().ofSize(5);
  }

  @Provide
  Arbitrary<Case> logs() {
    Arbitrary<long[]> windows =
        Arbitraries.of(
            new long[] {30 * MINUTE, DAY},
            new long[] {30 * MINUTE, 2 * 60 * MINUTE},
            new long[] {MINUTE, MINUTE},
            new long[] {60 * MINUTE, 5 * MINUTE});
    return windows.flatMap(of -> steps(of[0], of[1]).map(log -> new Case(log, of[0], of[1])));
  }

  private static Arbitrary<List<Step>> steps(long window, long autoClose) {
    Arbitrary<Long> boundaries =
        Combinators.combine(
                Arbitraries.of(0L, 1_000L, MINUTE, window, autoClose, DAY),
                Arbitraries.of(0L, 1L, -1L))
            .as((around, by) -> Math.max(0, around + by));
    Arbitrary<Long> gaps =
        Arbitraries.oneOf(boundaries, Arbitraries.longs().between(0, 2 * MINUTE));
    Arbitrary<PlainLife.Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, PlainLife.Kind.FIRING),
            Tuple.of(3, PlainLife.Kind.RESOLVED),
            Tuple.of(1, PlainLife.Kind.STALE));
    Arbitrary<Step> relative =
        Combinators.combine(gaps, Arbitraries.integers().between(0, 7), kinds).as(Step::new);
    return relative
        .list()
        .ofMinSize(1)
        .ofMaxSize(25)
        .map(
            steps -> {
              List<Step> log = new ArrayList<>();
              long at = T0.toEpochMilli();
              for (Step step : steps) {
                at += step.at();
                log.add(new Step(at, step.id(), step.kind()));
              }
              return log;
            });
  }
}
