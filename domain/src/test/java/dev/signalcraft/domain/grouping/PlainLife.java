// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.grouping.PlainLog.Clocks;
import dev.signalcraft.domain.grouping.PlainLog.Ending;
import dev.signalcraft.domain.grouping.PlainLog.Line;
import dev.signalcraft.domain.grouping.PlainLog.Row;
import dev.signalcraft.domain.grouping.PlainLog.Rule;
import dev.signalcraft.domain.grouping.PlainLog.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What becomes of one key, told a second time and as plainly as can be: it writes down what happens
 * ({@link PlainEpisode}) and finds whatever it wants to know by reading that again from the start.
 * It shares no code with what it judges: words are texts, times milliseconds, severities 0 to 3.
 */
final class PlainLife {
  static final long MINUTE = 60_000;
  static final long DAY = 24 * 60 * MINUTE;
  static final long LONGEST_SNOOZE = 366 * DAY;
  static final long NEVER = Long.MAX_VALUE;

  private record Learned(String id, long at, int index) {}

  private final Clocks clocks;
  private final PlainRules rules;
  final List<Line> lines = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  final List<PlainEpisode> episodes = new ArrayList<>();
  private final List<Learned> learned = new ArrayList<>();
  private final List<Long> received = new ArrayList<>();
  private PlainEpisode held;
  private long now;
  private int steps;

  PlainLife(Clocks clocks, List<Rule> rules) {
    this.clocks = clocks;
    this.rules = new PlainRules(rules);
  }

  /** The latest episode, as long as anything is known of it. */
  PlainEpisode held() {
    return held;
  }

  List<Ending> endings() {
    return episodes.stream().map(PlainEpisode::ending).toList();
  }

  void take(Step step) {
    until(step.at());
    now = step.at();
    steps++;
    if (step.isCommand() && (held == null || step.foreign())) {
      refuseElsewhere(step, held == null ? "too-late" : "unknown-group");
    } else if (isKnown(step.id())) {
      if (held != null) {
        held.note(now, "again", step);
      }
    } else {
      learned.add(new Learned(step.id(), now, steps - 1));
      if (step.isCommand()) {
        command(step);
      } else {
        event(step);
      }
    }
  }

  boolean isKnown(String id) {
    return learned.stream().anyMatch(one -> one.id().equals(id) && now - one.at() < DAY);
  }

  /** Whether the record at this place of the log taught its id. */
  boolean taught(int index) {
    return learned.stream().anyMatch(one -> one.index() == index);
  }

  private void event(Step step) {
    boolean reread = received.stream().anyMatch(one -> one - step.receivedAt() > DAY);
    boolean stale = step.isFiring() && !step.stateful() && now - step.occurredAt() > DAY;
    received.add(step.receivedAt());
    if (reread || stale) {
      rows.add(new Row(0, now, step.id(), true));
    } else if (step.isFiring()) {
      boolean near = held != null && now - held.lastActivity() <= clocks.window();
      if (near || (held != null && step.stateful() && !held.is("resolved"))) {
        join(step);
      } else {
        open(step);
      }
      rows.add(new Row(held.openedAt, now, step.id(), false));
    } else if (held == null || held.is("resolved")) {
      rows.add(new Row(0, now, step.id(), false));
    } else {
      held.note(now, "took", step);
      tell(step, "resolved", "resolved", held.severity(), "");
      rows.add(new Row(held.openedAt, now, step.id(), false));
    }
  }

  private void join(Step step) {
    String status = held.status();
    int severity = held.severity();
    held.note(now, "took", step);
    int own = step.stateful() ? step.severity() : Math.max(severity, step.severity());
    String rule = rules.worseThan(own, held, now);
    int next = Math.max(own, rules.worst(held, now));
    if (status.equals("resolved")) {
      tell(step, "reopened", "open", next, rule);
      if (!held.isFlapping() && held.reopensSince(now - 30 * MINUTE) >= 4) {
        tell(step, "flapping", "open", next, "");
      }
    } else if (next > severity) {
      String after = status.equals("acknowledged") ? "open" : status;
      tell(step, "severity-raised", after, next, rule);
    } else if (next < severity) {
      tell(step, "severity-lowered", status, next, rule);
    }
  }

  private void open(Step step) {
    PlainEpisode last = held;
    boolean handsOn = last != null && !last.is("resolved");
    String status = handsOn && last.is("snoozed") ? "snoozed" : "open";
    if (handsOn) {
      tell(null, "superseded", "resolved", last.severity(), "");
    }
    if (last != null && last.isFlapping()) {
      tell(step, "flapping-ended", "resolved", last.severity(), "");
    }
    held = new PlainEpisode(now, step, handsOn ? last : null);
    episodes.add(held);
    held.note(now, "took", step);
    String rule = rules.worseThan(step.severity(), held, now);
    tell(step, "opened", status, Math.max(step.severity(), rules.worst(held, now)), rule);
  }

  private void command(Step step) {
    if (step.group() != held.openedAt) {
      refuseElsewhere(step, step.group() < held.openedAt ? "old-episode" : "unknown-group");
      return;
    }
    String status = held.status();
    Map<String, String> fits = new TreeMap<>();
    fits.put("acknowledge", "open");
    fits.put("unacknowledge", "acknowledged");
    fits.put("snooze", "open acknowledged");
    fits.put("resolve", "open acknowledged snoozed");
    fits.put("escalate", "open acknowledged snoozed");
    fits.put("reopen", "resolved");
    boolean snooze = step.what().equals("snooze");
    if (step.expected() != null && step.expected() != held.version()) {
      refuse(step, "stale-version");
    } else if (!fits.getOrDefault(step.what(), status).contains(status)) {
      refuse(step, "wrong-status");
    } else if (snooze && step.ends() <= now) {
      refuse(step, "until-passed");
    } else if (snooze && step.ends() > now + LONGEST_SNOOZE) {
      refuse(step, "until-too-far");
    } else {
      switch (step.what()) {
        case "acknowledge" -> tell(step, "acknowledged", "acknowledged", held.severity(), "");
        case "unacknowledge" -> tell(step, "unacknowledged", "open", held.severity(), "");
        case "snooze" -> tell(step, "snoozed", "snoozed", held.severity(), "");
        case "resolve" -> tell(step, "resolved", "resolved", held.severity(), "");
        case "escalate" -> tell(step, "escalated", "open", held.severity(), "");
        case "reopen" -> tell(step, "reopened", "open", held.severity(), "");
        case "assign" -> tell(step, "assigned", status, held.severity(), "");
        case "note" -> tell(step, "noted", status, held.severity(), "");
        case "runbook" -> tell(step, "runbook-set", status, held.severity(), "");
        default -> throw new AssertionError(step.what());
      }
    }
  }

  /** Lets happen what falls due at or before a time, in its order, and forgets what is over. */
  void until(long t) {
    for (int clock = firstDue(t); clock >= 0; clock = firstDue(t)) {
      now = dues()[clock];
      switch (clock) {
        case 0 -> tell(null, held.expiresBy(now) ? "expired" : "inactive", "resolved");
        case 1 -> tell(null, "snooze-ended", held.statusAfterSnooze());
        case 2 -> tell(null, "ack-timed-out", "open");
        default -> tell(null, "flapping-ended", held.status());
      }
    }
    boolean idsOver = learned.stream().allMatch(one -> t - one.at() >= DAY);
    boolean groupOver = held == null || held.isOver(t, clocks.window());
    if (idsOver && groupOver) {
      held = null;
      received.clear();
    }
  }

  private int firstDue(long t) {
    int first = -1;
    long[] dues = held == null ? new long[0] : dues();
    for (int clock = 0; clock < dues.length; clock++) {
      if (dues[clock] <= t && (first < 0 || dues[clock] < dues[first])) {
        first = clock;
      }
    }
    return first;
  }

  /** When each clock falls due; of those that fall due at once the first comes first. */
  private long[] dues() {
    long inactive = held.first.stateful() ? NEVER : held.quietSince() + clocks.autoClose();
    long ack = clocks.ackTimeout() == 0 ? NEVER : held.statusSince() + clocks.ackTimeout();
    long closing = Math.min(held.expires() == null ? NEVER : held.expires(), inactive);
    return new long[] {
      held.is("resolved") ? NEVER : Math.max(now, closing),
      held.is("snoozed") ? held.snoozedUntil() : NEVER,
      held.is("acknowledged") ? ack : NEVER,
      held.isFlapping() ? held.changedAt() + 30 * MINUTE : NEVER
    };
  }

  private void tell(Step by, String reason, String after) {
    tell(by, reason, after, held.severity(), "");
  }

  private void tell(Step by, String reason, String after, int severity, String rule) {
    lines.add(held.tell(now, by, reason, after, severity, rule, ""));
  }

  private void refuse(Step step, String refusal) {
    lines.add(held.tell(now, step, "refused", held.status(), held.severity(), "", refusal));
  }

  private void refuseElsewhere(Step step, String refusal) {
    lines.add(
        new Line(
            step.group(),
            now,
            "refused",
            "ann",
            step.id(),
            refusal,
            "",
            null,
            null,
            -1,
            -1,
            null,
            null,
            0,
            0));
  }
}
