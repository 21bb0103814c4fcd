// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.PlainLife.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.PlainLog.Ending;
import dev.signalcraft.domain.grouping.PlainLog.Line;
import dev.signalcraft.domain.grouping.PlainLog.Step;
import dev.signalcraft.domain.grouping.PlainLogs.Case;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Any log of one key gives the life that {@link PlainLife} tells of it. */
class GroupingPropertiesTest {
  @Property(tries = 6_000, edgeCases = EdgeCasesMode.NONE)
  void anyLogGivesTheLifeOfThePlainTelling(@ForAll("cases") Case given) {
    List<Step> log = new ArrayList<>();
    PlainLife plain = given.tell(log);
    KeyRun run = ToldLife.run(given, log);

    assertThat(ToldLife.lines(run, log)).isEqualTo(plain.lines);
    assertThat(ToldLife.endings(run)).isEqualTo(plain.endings());
    assertThat(ToldLife.rows(run)).isEqualTo(plain.rows);
    for (Line line : plain.lines) {
      Statistics.label("told").collect(line.reason() + line.refusal());
    }
    everythingIsSeenOften();
  }

  /** So that no part of the life is left out of the logs unnoticed. */
  private static void everythingIsSeenOften() {
    Statistics.label("told")
        .coverage(
            told -> {
              for (ChangeReason reason : ChangeReason.values()) {
                String word = WireName.of(reason);
                if (reason != ChangeReason.REFUSED) {
                  told.check(word).count(count -> count >= 40);
                }
              }
              for (Refusal refusal : Refusal.values()) {
                String word = WireName.of(refusal);
                told.check("refused" + word).count(count -> count >= 40);
              }
            });
  }

  @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
  void aRedeliveryWithinADayChangesNothingButTheDuplicates(
      @ForAll("cases") Case given, @ForAll("hops") List<Integer> hops) {
    List<Step> once = new ArrayList<>();
    PlainLife plain = given.tell(once);
    List<Step> again = withRedeliveries(once, plain, hops);

    KeyRun run = ToldLife.run(given, once);
    KeyRun doubled = ToldLife.run(given, again);

    assertThat(ToldLife.lines(doubled, once)).isEqualTo(ToldLife.lines(run, once));
    assertThat(ToldLife.rows(doubled)).isEqualTo(ToldLife.rows(run));
    assertThat(ToldLife.endings(doubled))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("duplicates", "minutes")
        .isEqualTo(ToldLife.endings(run));
    Statistics.label("copies").collect(again.size() > once.size());
    Statistics.label("copies").coverage(copies -> copies.check(true).percentage(p -> p > 80));
    // Only what comes before a first group, or finds it forgotten, counts nowhere.
    if (plain.rows.stream().allMatch(row -> row.group() != 0)) {
      assertThat(duplicates(doubled) - duplicates(run)).isEqualTo(again.size() - once.size());
    }
  }

  private static long duplicates(KeyRun run) {
    return ToldLife.endings(run).stream().mapToLong(Ending::duplicates).sum();
  }

  /** Each record that taught its id comes again, behind one of the next, while it is known. */
  private static List<Step> withRedeliveries(List<Step> once, PlainLife plain, List<Integer> hops) {
    Map<Integer, List<Step>> late = new HashMap<>();
    for (int i = 0; i < once.size(); i++) {
      Step step = once.get(i);
      int behind = Math.min(once.size() - 1, i + hops.get(i % hops.size()));
      long at = once.get(behind).at();
      if (plain.taught(i) && at - step.at() < DAY) {
        late.computeIfAbsent(behind, none -> new ArrayList<>()).add(step.again(at));
      }
    }
    List<Step> again = new ArrayList<>();
    for (int i = 0; i < once.size(); i++) {
      again.add(once.get(i));
      again.addAll(late.getOrDefault(i, List.of()));
    }
    return again;
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void howOftenTimeIsAskedMakesNoDifference(
      @ForAll("cases") Case given, @ForAll("parts") List<Integer> thousandths) {
    List<Step> log = new ArrayList<>();
    given.tell(log);
    KeyRun run = ToldLife.run(given, log);

    KeyRun often = ToldLife.begin(given);
    long before = log.get(0).at();
    for (Step step : log) {
      for (int part : thousandths) {
        often.until(Instant.ofEpochMilli(before + (step.at() - before) * part / 1_000));
      }
      often.at(Instant.ofEpochMilli(step.at()), ToldLife.input(step));
      before = step.at();
    }
    often.until(Instant.ofEpochMilli(PlainLogs.end(log)));

    assertThat(often.changes).isEqualTo(run.changes);
    assertThat(often.state).isEqualTo(run.state);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void nothingIsRememberedOnceAllIsResolvedAndTheHorizonsHavePassed(@ForAll("cases") Case given) {
    List<Step> log = new ArrayList<>();
    given.tell(log);
    KeyRun run = ToldLife.run(given, log);
    if (run.group() != null && run.group().unresolved()) {
      Instant end = Instant.ofEpochMilli(PlainLogs.end(log));
      run.at(end, Commands.on(run.group()).resolve());
    }
    run.until(Instant.ofEpochMilli(PlainLogs.end(log) + DAY));

    assertThat(run.state).isEqualTo(KeyState.EMPTY);
    assertThat(run.pages).isEmpty();
    assertThat(run.grouping.nextDue(run.state)).isEqualTo(Long.MAX_VALUE);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void theChangeRecordsOfAGroupAreNumberedWithoutAGapAndTimeNeverRunsBack(
      @ForAll("cases") Case given) {
    List<Step> log = new ArrayList<>();
    given.tell(log);
    Map<String, Integer> numbers = new HashMap<>();
    List<String> expected = new ArrayList<>();
    List<String> told = new ArrayList<>();
    List<AlertChange> changes = ToldLife.run(given, log).changes;
    for (AlertChange change : changes) {
      if (change.kind() == AlertChange.Kind.CHANGE) {
        boolean applied = change.change().reason() != ChangeReason.REFUSED;
        int sequence = numbers.merge("sequence " + change.groupId(), 1, Integer::sum);
        int version = numbers.merge("version " + change.groupId(), applied ? 1 : 0, Integer::sum);
        expected.add(change.groupId() + " " + sequence + " " + sequence + " " + version);
        AlertGroup group = change.group();
        int number = change.change().sequence();
        told.add(group.groupId() + " " + number + " " + group.sequence() + " " + group.version());
      }
    }
    assertThat(told).isEqualTo(expected);
    List<Instant> times = changes.stream().map(AlertChange::at).toList();
    assertThat(times).isSorted();
  }

  @Provide
  Arbitrary<Case> cases() {
    return PlainLogs.cases();
  }

  @Provide
  Arbitrary<List<Integer>> hops() {
    return Arbitraries.integers().between(0, 6).list().ofSize(5);
  }

  @Provide
  Arbitrary<List<Integer>> parts() {
    return Arbitraries.integers()
        .between(0, 1_000)
        .list()
        .ofSize(4)
        .map(l -> l.stream().sorted().toList());
  }
}
