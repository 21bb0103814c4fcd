// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.grouping.AlertChange.Kind;
import dev.signalcraft.domain.grouping.PlainLog.Ending;
import dev.signalcraft.domain.grouping.PlainLog.Line;
import dev.signalcraft.domain.grouping.PlainLog.Row;
import dev.signalcraft.domain.grouping.PlainLog.Rule;
import dev.signalcraft.domain.grouping.PlainLog.Step;
import dev.signalcraft.domain.grouping.PlainLogs.Case;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link Grouping} makes of a log, in the words of {@link PlainLog}. */
final class ToldLife {
  private static final String FINGERPRINT = "checkout";
  private static final String KEY = GroupKey.of(build(draft(FINGERPRINT, "any", T0)));

  private static final List<Severity> SEVERITIES =
      List.of(Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);

  private ToldLife() {}

  /** A key that has met no record yet. */
  static KeyRun begin(Case given) {
    ConfigHistory<SeverityRule> history =
        new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read);
    for (Rule rule : given.rules()) {
      history.accept(document(rule), rule.logTime());
    }
    Windows windows =
        new Windows(
            given.clocks().window(), given.clocks().autoClose(), given.clocks().ackTimeout());
    return new KeyRun(windows, new SeverityRules(history));
  }

  /** A key that has met all the records of a log. */
  static KeyRun run(Case given, List<Step> log) {
    KeyRun run = begin(given);
    for (Step step : log) {
      run.at(Instant.ofEpochMilli(step.at()), input(step));
    }
    return run.until(Instant.ofEpochMilli(PlainLogs.end(log)));
  }

  /** What a step is to the rules. */
  static Input input(Step step) {
    if (step.isCommand()) {
      return Input.of(command(step));
    }
    return Input.of(
        KEY,
        build(
            draft(FINGERPRINT, step.id(), Instant.ofEpochMilli(step.receivedAt()))
                .occurredAt(Instant.ofEpochMilli(step.occurredAt()))
                .status(step.isFiring() ? EventStatus.FIRING : EventStatus.RESOLVED)
                .lifecycle(step.stateful() ? Lifecycle.STATEFUL : Lifecycle.STATELESS)
                .severity(SEVERITIES.get(step.severity()))
                .expiresAt(time(step.ends()))
                .tag("team", step.text())));
  }

  private static Command command(Step step) {
    Action action = WireName.parse(Action.class, step.what());
    boolean says = action == Action.NOTE || action == Action.RUNBOOK;
    boolean resolves = action == Action.RESOLVE && step.text() != null;
    return new Command(
        GroupKey.hash("default", "sentry", step.id()),
        step.foreign() ? "elsewhere" : "default",
        KEY + "-" + step.group(),
        step.expected(),
        action,
        "ann",
        action == Action.SNOOZE ? time(step.ends()) : null,
        action == Action.ASSIGN ? step.text() : null,
        resolves ? WireName.parse(Outcome.class, step.text()) : null,
        says ? step.text() : null);
  }

  private static ConfigRecord document(Rule rule) {
    ObjectNode spec = Json.mapper().createObjectNode();
    ArrayNode steps = spec.putArray("steps");
    for (PlainLog.Level level : rule.levels()) {
      steps
          .addObject()
          .put("count", level.count())
          .put("severity", WireName.of(SEVERITIES.get(level.severity())));
    }
    if (rule.team() != null) {
      spec.putObject("match").putObject("tags").put("team", rule.team());
    }
    return new ConfigRecord(
        SeverityRule.KIND,
        new ConfigRecord.Metadata("default", rule.name()),
        rule.version(),
        rule.version() - 1,
        rule.levels().isEmpty(),
        spec);
  }

  /** The change records of groups, held or not, in their order. */
  static List<Line> lines(KeyRun run, List<Step> log) {
    Map<String, String> ids = new TreeMap<>();
    for (Step step : log) {
      ids.put(GroupKey.hash("default", "sentry", step.id()), step.id());
    }
    return run.changes.stream()
        .filter(change -> change.kind() == Kind.CHANGE || change.kind() == Kind.REFUSED)
        .map(change -> line(change, ids))
        .toList();
  }

  private static Line line(AlertChange told, Map<String, String> ids) {
    GroupChange change = told.change();
    Command command = change.command();
    String by = command == null ? change.eventId() : command.commandId();
    return new Line(
        GroupKey.openedAt(told.groupId()),
        told.at().toEpochMilli(),
        WireName.of(change.reason()),
        change.actor(),
        by == null ? "" : ids.get(by),
        change.refusal() == null ? "" : WireName.of(change.refusal()),
        change.rule() == null ? "" : change.rule() + " " + change.ruleVersion(),
        word(change.statusBefore()),
        word(change.statusAfter()),
        number(change.severityBefore()),
        number(change.severityAfter()),
        change.assigneeBefore(),
        change.assigneeAfter(),
        told.group() == null ? 0 : told.group().version(),
        change.sequence());
  }

  /** The event rows. */
  static List<Row> rows(KeyRun run) {
    return run.of(Kind.EVENT).stream()
        .map(
            row ->
                new Row(
                    row.groupId() == null ? 0 : GroupKey.openedAt(row.groupId()),
                    row.at().toEpochMilli(),
                    row.event().sourceEventId(),
                    row.stale()))
        .toList();
  }

  /** The rows that a reader of the changes ends with, in the order of their opening. */
  static List<Ending> endings(KeyRun run) {
    Map<String, AlertGroup> groups = new LinkedHashMap<>();
    Map<String, Map<Long, List<Long>>> minutes = new TreeMap<>();
    for (AlertChange change : run.changes) {
      if (change.group() != null) {
        groups.merge(change.groupId(), change.group(), (a, b) -> isNewer(b, a) ? b : a);
      }
      if (change.minute() != null) {
        MinuteTotal total = change.minute();
        minutes
            .computeIfAbsent(change.groupId(), none -> new TreeMap<>())
            .merge(
                total.minute().toEpochMilli(),
                List.of(total.events(), total.duplicates()),
                (a, b) -> b.get(0) + b.get(1) > a.get(0) + a.get(1) ? b : a);
      }
    }
    return groups.values().stream()
        .map(group -> ending(group, minutes.getOrDefault(group.groupId(), Map.of())))
        .toList();
  }

  private static boolean isNewer(AlertGroup a, AlertGroup b) {
    return a.version() > b.version()
        || (a.version() == b.version() && a.count() + a.duplicates() > b.count() + b.duplicates());
  }

  private static Ending ending(AlertGroup group, Map<Long, List<Long>> minutes) {
    return new Ending(
        GroupKey.openedAt(group.groupId()),
        word(group.status()),
        number(group.severity()),
        group.count(),
        group.duplicates(),
        group.assignee(),
        group.note(),
        group.runbook(),
        word(group.outcome()),
        group.flapping(),
        group.firstSeen().toEpochMilli(),
        group.lastSeen().toEpochMilli(),
        group.lastActivity().toEpochMilli(),
        millis(group.resolvedAt()),
        millis(group.snoozedUntil()),
        millis(group.expiresAt()),
        group.version(),
        standing(group.statusChange()),
        minutes);
  }

  private static String standing(StatusChange change) {
    return WireName.of(change.reason()) + " " + change.actor() + " " + millis(change.at());
  }

  private static String word(Enum<?> constant) {
    return constant == null ? null : WireName.of(constant);
  }

  private static int number(Severity severity) {
    return severity == null ? -1 : SEVERITIES.indexOf(severity);
  }

  private static Instant time(Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static Long millis(Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
