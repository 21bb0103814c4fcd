// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Severity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One night in log time, from 22:00 to 07:00: 4,000 events of sources of both kinds, redeliveries,
 * and what four persons do about them. What becomes of it is told by {@link NightTest#LIVES}.
 */
final class Night {
  static final int PARTITIONS = 4;
  private static final LocalTime EVENING = LocalTime.of(22, 0);
  private static final Duration LENGTH = Duration.ofHours(9);

  /** An input and its log time. */
  record Entry(Instant at, Input input) {}

  private final Instant start;
  private final List<Problem> problems = new ArrayList<>();

  private Night(Instant start) {
    this.start = start;
  }

  /** The night whose 22:00 is this whole minute. */
  static Night startingAt(Instant start) {
    Night night = new Night(start);
    night.whatSourcesSay();
    night.whatNeedsHands();
    night.whatPersonsWait();
    night.whatComesBack();
    night.whatFitsNothing();
    return night;
  }

  /** A night in which nothing happens yet. */
  static Night quietFrom(Instant start) {
    return new Night(start);
  }

  /** The night that ends at this whole minute. */
  static Night endingAt(Instant end) {
    return startingAt(end.minus(LENGTH));
  }

  Instant end() {
    return start.plus(LENGTH);
  }

  private void whatSourcesSay() {
    // Fires on and on, and some have it for a while.
    Problem queue = problem("queue-depth", Lifecycle.STATEFUL, Severity.MEDIUM);
    queue.fires("22:00", 30, 1_080);
    queue.said("23:00", "22:00", "dan", Action.ACKNOWLEDGE);
    queue.said("23:30", "22:00", "dan", Action.UNACKNOWLEDGE);
    queue.said("00:00", "22:00", "erin", Action.ACKNOWLEDGE);
    queue.said("01:00", "22:00", "erin", Action.ESCALATE);
    queue.text("01:01", "22:00", "erin", Action.RUNBOOK, "https://runbooks.example/queue");
    queue.assign("01:02", "22:00", "erin", "dan");
    queue.assign("01:03", "22:00", "dan", null);

    // Noise that nobody cares for.
    problem("image-resize", Lifecycle.STATELESS, Severity.LOW).fires("22:00:15", 35, 926);

    // Sent again every four minutes, each good for ten; the last one comes twice, with a later end.
    Problem disk = problem("disk-full", Lifecycle.STATEFUL, Severity.CRITICAL).goodFor(600);
    disk.fires("22:04", 240, 60);
    disk.goodFor(900).again("02:05", 59, "02:00");

    Problem latency = problem("latency", Lifecycle.STATEFUL, Severity.MEDIUM);
    latency.fires("02:00");
    latency.of(Severity.CRITICAL).fires("02:10");
    latency.of(Severity.LOW).fires("02:20");
    latency.resolves("02:30");

    Problem link = problem("link-down", Lifecycle.STATEFUL, Severity.HIGH);
    for (int minute = 0; minute < 24; minute += 4) {
      link.fires(LocalTime.of(1, minute).toString());
      link.resolves(LocalTime.of(1, minute + 2).toString());
    }
  }

  private void whatNeedsHands() {
    // A storm; every tenth event comes twice.
    Problem checkout = problem("checkout", Lifecycle.STATELESS, Severity.HIGH);
    checkout.firesWithRepeats("22:10", 2, 1_500, 10);
    checkout.said("22:12", "22:10", "ada", Action.ACKNOWLEDGE);
    checkout.lastCommandAgain("22:13");
    checkout.said("22:30", "22:10", "bob", Action.ACKNOWLEDGE);
    checkout.expecting(1).said("22:31", "22:10", "bob", Action.RESOLVE);
    checkout.resolve("23:05", "22:10", "ada", Outcome.FIXED);
    checkout.fires("23:20");

    // The hundredth event makes it critical: the rule of NightTest says so.
    Problem ledger = problem("ledger", Lifecycle.STATELESS, Severity.MEDIUM).tagged("ledger");
    ledger.fires("00:00", 30, 400);
    ledger.said("00:10", "00:00", "bob", Action.ACKNOWLEDGE);
    ledger.said("00:55", "00:00", "bob", Action.ACKNOWLEDGE);
    ledger.resolve("03:30", "00:00", "bob", Outcome.DEFERRED);

    Problem login = problem("login", Lifecycle.STATELESS, Severity.HIGH);
    login.fires("04:00");
    login.said("04:05", "04:00", "dan", Action.ACKNOWLEDGE);
    login.of(Severity.CRITICAL).fires("04:10");
    login.resolve("04:20", "04:00", "dan", Outcome.WONT_FIX);
    login.text("04:25", "04:00", "erin", Action.NOTE, "it is back");
    login.said("04:30", "04:00", "erin", Action.REOPEN);
    login.assign("04:31", "04:00", "erin", "erin");
    login.said("04:32", "04:00", "erin", Action.ACKNOWLEDGE);
  }

  private void whatPersonsWait() {
    Problem newsletter = problem("newsletter", Lifecycle.STATELESS, Severity.MEDIUM);
    newsletter.fires("22:30", 60, 2);
    newsletter.said("22:35", "22:30", "ada", Action.ACKNOWLEDGE);
    newsletter.snooze("22:40", "22:30", "ada", "00:00");

    Problem search = problem("search", Lifecycle.STATELESS, Severity.HIGH);
    search.fires("22:45");
    search.snooze("22:46", "22:45", "bob", "22:46");
    search.snooze("22:50", "22:45", "bob", "23:45");
    search.fires("23:00", 600, 3);
    search.resolves("23:50");
  }

  private void whatComesBack() {
    // Joins at exactly half an hour, opens the next episode a millisecond later.
    Problem mailer = problem("mailer", Lifecycle.STATELESS, Severity.MEDIUM);
    mailer.fires("22:20");
    mailer.assign("22:21", "22:20", "ada", "carol");
    mailer.text("22:22", "22:20", "carol", Action.NOTE, "the provider is slow");
    mailer.fires("22:50");
    mailer.fires("23:20:00.001");
    mailer.said("23:25", "22:20", "carol", Action.ACKNOWLEDGE);
    mailer.said("23:26", "23:20:00.001", "carol", Action.ACKNOWLEDGE);
    mailer.resolve("06:00", "23:20:00.001", "carol", Outcome.WONT_FIX);

    // Its snooze runs on in the next episode.
    Problem billing = problem("billing", Lifecycle.STATELESS, Severity.MEDIUM);
    billing.fires("01:00");
    billing.snooze("01:05", "01:00", "ada", "05:00");
    billing.assign("01:06", "01:00", "ada", "ada");
    billing.fires("02:00");

    Problem legacy = problem("legacy-import", Lifecycle.STATELESS, Severity.LOW).theDayBefore();
    legacy.fires("03:00");
    legacy.said("09:00", "03:00", "dan", Action.ACKNOWLEDGE);
  }

  private void whatFitsNothing() {
    problem("archive", Lifecycle.STATELESS, Severity.HIGH).firesStale("05:00");
    Problem ghost = problem("ghost", Lifecycle.STATELESS, Severity.HIGH);
    ghost.resolves("05:10");
    ghost.said("05:20", "05:00", "dan", Action.ACKNOWLEDGE);
    Problem image = problems.stream().filter(p -> p.is("image-resize")).findFirst().orElseThrow();
    image.said("06:00", "05:59", "dan", Action.ACKNOWLEDGE);
  }

  Problem problem(String name, Lifecycle lifecycle, Severity severity) {
    Problem problem = new Problem(this, name, lifecycle, severity);
    problems.add(problem);
    return problem;
  }

  /** The log time of a time of this night: from 22:00 on this day's, before it the next day's. */
  Instant at(String clock) {
    Duration since = Duration.between(EVENING, LocalTime.parse(clock));
    return start.plus(since.isNegative() ? since.plusDays(1) : since);
  }

  /** A log time as a clock shows it. */
  String clock(Instant at) {
    Duration since = Duration.between(start, at);
    return EVENING.plus(since) + (since.isNegative() ? " before" : "");
  }

  /** What the key of a group stands for. */
  String name(String groupKey) {
    return problems.stream()
        .filter(problem -> problem.groupKey().equals(groupKey))
        .findFirst()
        .orElseThrow()
        .name();
  }

  /** All inputs in the order of their log times. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    problems.forEach(problem -> entries.addAll(problem.entries()));
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  /** The partitions of the log, with a tick each minute until the night is over. */
  List<List<Entry>> partitions() {
    List<List<Entry>> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      int number = partition;
      List<Entry> entries = new ArrayList<>(entries());
      entries.removeIf(e -> Math.floorMod(e.input().groupKey().hashCode(), PARTITIONS) != number);
      for (Instant at = start; !at.isAfter(end()); at = at.plusSeconds(60)) {
        entries.add(new Entry(at, Input.tick()));
      }
      entries.sort(Comparator.comparing(Entry::at));
      partitions.add(entries);
    }
    return partitions;
  }

  /** The partitions as they lie in Kafka. */
  List<List<RawRecord>> log() throws IOException {
    List<List<RawRecord>> log = new ArrayList<>();
    for (List<Entry> entries : partitions()) {
      List<RawRecord> records = new ArrayList<>();
      for (Entry entry : entries) {
        records.add(MixedLog.record(log.size(), records.size(), entry.at(), entry.input()));
      }
      log.add(records);
    }
    return log;
  }

  /** The rule that raises what happens a hundred times, as it lies in the config log. */
  static RawRecord rule(Instant at) {
    return MixedLog.config(
        at,
        """
        {"kind":"SeverityRule","metadata":{"workspace":"default","name":"busy-ledger"},
         "version":1,"baseVersion":0,"deleted":false,
         "spec":{"match":{"tags":{"service":"ledger"}},
                 "steps":[{"count":100,"severity":"critical"}]}}""");
  }
}
