// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.grouping.PlainLog.Ending;
import dev.signalcraft.domain.grouping.PlainLog.Line;
import dev.signalcraft.domain.grouping.PlainLog.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The story of one episode; all that it knows of itself it reads there. */
final class PlainEpisode {
  /** Something that happened; of what is not told, the status and severity are as they were. */
  private record Happening(
      long at,
      String what,
      Step by,
      String before,
      String after,
      int severityBefore,
      int severityAfter) {
    boolean isTold() {
      return !what.equals("took") && !what.equals("again");
    }

    boolean isApplied() {
      return isTold() && !what.equals("refused");
    }

    boolean tookFiring() {
      return what.equals("took") && by.isFiring();
    }

    boolean byPerson() {
      return by != null && by.isCommand();
    }

    String actor() {
      return by == null ? "clock" : byPerson() ? "ann" : "source";
    }
  }

  final long openedAt;
  final Step first;
  private final PlainEpisode heirOf;
  private final List<Happening> story = new ArrayList<>();

  PlainEpisode(long openedAt, Step first, PlainEpisode heirOf) {
    this.openedAt = openedAt;
    this.first = first;
    this.heirOf = heirOf;
  }

  void note(long at, String what, Step by) {
    story.add(new Happening(at, what, by, status(), status(), severity(), severity()));
  }

  Line tell(
      long at, Step by, String reason, String after, int severity, String rule, String refusal) {
    String assigneeBefore = version() == 0 ? null : assignee();
    Happening happening = new Happening(at, reason, by, status(), after, severity(), severity);
    story.add(happening);
    return new Line(
        openedAt,
        at,
        reason,
        happening.actor(),
        by == null ? "" : by.id(),
        refusal,
        rule,
        happening.before(),
        after,
        happening.severityBefore(),
        severity,
        assigneeBefore,
        assignee(),
        version(),
        sequence());
  }

  String status() {
    Happening last = last(Happening::isTold);
    return last == null ? null : last.after();
  }

  boolean is(String status) {
    return status.equals(status());
  }

  int severity() {
    Happening last = last(Happening::isTold);
    return last == null ? -1 : last.severityAfter();
  }

  int version() {
    return (int) story.stream().filter(Happening::isApplied).count();
  }

  int sequence() {
    return (int) story.stream().filter(Happening::isTold).count();
  }

  long count() {
    return story.stream().filter(Happening::tookFiring).count();
  }

  long duplicates() {
    return story.stream().filter(one -> one.what().equals("again")).count();
  }

  long lastActivity() {
    return last(one -> one.what().equals("took")).at();
  }

  /** Since when nothing new came; a person's reopening counts as new. */
  long quietSince() {
    Happening reopened = last(one -> one.what().equals("reopened") && one.byPerson());
    return Math.max(lastActivity(), reopened == null ? 0 : reopened.at());
  }

  long firstSeen() {
    return occurrences().stream().min(Long::compare).orElseThrow();
  }

  long lastSeen() {
    return occurrences().stream().max(Long::compare).orElseThrow();
  }

  private List<Long> occurrences() {
    return story.stream()
        .filter(one -> one.what().equals("took"))
        .map(one -> one.by().occurredAt())
        .toList();
  }

  long statusSince() {
    return last(one -> one.isTold() && !one.after().equals(one.before())).at();
  }

  long changedAt() {
    return last(one ->
            one.isTold()
                && (!one.after().equals(one.before())
                    || one.severityAfter() != one.severityBefore()))
        .at();
  }

  Long resolvedAt() {
    return is("resolved") ? statusSince() : null;
  }

  boolean isFlapping() {
    Happening last = last(one -> one.what().startsWith("flapping"));
    return last != null && last.what().equals("flapping");
  }

  /** How often its source reopened it from a time on, and since it last ceased to flap. */
  long reopensSince(long from) {
    Happening ended = last(one -> one.what().equals("flapping-ended"));
    return story.subList(story.lastIndexOf(ended) + 1, story.size()).stream()
        .filter(one -> one.what().equals("reopened") && !one.byPerson() && one.at() >= from)
        .count();
  }

  Long snoozedUntil() {
    return is("snoozed") ? lastSnooze().by().ends() : null;
  }

  private Happening lastSnooze() {
    Happening snoozed = last(one -> one.what().equals("snoozed"));
    return snoozed == null ? heirOf.lastSnooze() : snoozed;
  }

  /** Why, by whom and when it came to stand as it does: an acknowledgement outlives a snooze. */
  String standing() {
    Happening began =
        is("snoozed")
            ? lastSnooze()
            : is("acknowledged")
                ? last(one -> one.what().equals("acknowledged"))
                : last(
                    one ->
                        one.what().equals("escalated")
                            || (one.isTold() && !one.after().equals(one.before())));
    return began.what() + " " + began.actor() + " " + began.at();
  }

  /** As before the snooze, unless events came; an heir was snoozed with its first event. */
  String statusAfterSnooze() {
    Happening began = last(one -> one.isTold() && !one.after().equals(one.before()));
    List<Happening> since = story.subList(story.lastIndexOf(began) + 1, story.size());
    boolean quiet = since.stream().noneMatch(Happening::tookFiring);
    return quiet && began.what().equals("snoozed") ? began.before() : "open";
  }

  String assignee() {
    return said("assigned", heirOf == null ? null : heirOf.assignee());
  }

  String note() {
    return said("noted", heirOf == null ? null : heirOf.note());
  }

  String runbook() {
    return said("runbook-set", heirOf == null ? null : heirOf.runbook());
  }

  private String said(String what, String otherwise) {
    Happening last = last(one -> one.what().equals(what));
    return last == null ? otherwise : last.by().text();
  }

  String outcome() {
    Happening last = last(one -> one.isTold() && !one.after().equals(one.before()));
    return is("resolved") && last.byPerson() ? last.by().text() : null;
  }

  /** When it ends by itself, as its stateful events say. */
  Long expires() {
    Long end = null;
    for (Happening one : story) {
      Long told = one.by() == null ? null : one.by().ends();
      boolean reopened = one.what().equals("reopened") && one.byPerson();
      boolean again = one.tookFiring() && "resolved".equals(one.before());
      if (end != null && end <= one.at() && (reopened || again)) {
        end = null;
      }
      if (one.tookFiring() && one.by().stateful()) {
        boolean keeps = !again && end != null && told != null && end > told;
        end = keeps ? end : told;
      }
      boolean redelivered = one.what().equals("again") && !one.byPerson();
      if (redelivered && end != null && told != null && told > end) {
        end = told;
      }
    }
    return end;
  }

  boolean expiresBy(long at) {
    return expires() != null && expires() <= at;
  }

  boolean isOver(long at, long window) {
    return is("resolved") && !isFlapping() && at - lastActivity() > window;
  }

  /** New firing events and redeliveries of each minute. */
  Map<Long, List<Long>> minutes() {
    Map<Long, List<Long>> minutes = new TreeMap<>();
    for (Happening one : story) {
      boolean again = one.what().equals("again");
      if (again || one.tookFiring()) {
        minutes.merge(
            one.at() / PlainLife.MINUTE * PlainLife.MINUTE,
            again ? List.of(0L, 1L) : List.of(1L, 0L),
            (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
      }
    }
    return minutes;
  }

  Ending ending() {
    return new Ending(
        openedAt,
        status(),
        severity(),
        count(),
        duplicates(),
        assignee(),
        note(),
        runbook(),
        outcome(),
        isFlapping(),
        firstSeen(),
        lastSeen(),
        lastActivity(),
        resolvedAt(),
        snoozedUntil(),
        expires(),
        version(),
        standing(),
        minutes());
  }

  private Happening last(Predicate<Happening> such) {
    for (int i = story.size() - 1; i >= 0; i--) {
      if (such.test(story.get(i))) {
        return story.get(i);
      }
    }
    return null;
  }
}
