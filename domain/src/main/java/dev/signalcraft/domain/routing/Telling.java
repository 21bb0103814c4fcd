// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on the {@link Plan} of a group while one step changes it: each change of the group decides
 * what is due for whom, and time tells it.
 *
 * <table>
 * <caption>What a change brings</caption>
 * <tr><th>Change<th>Then
 * <tr><td>opened<td>the plan is made; targets are due after their {@code wait}; the escalation runs
 * <tr><td>reopened<td>targets are due after their {@code wait}, those included that a worse severity
 * adds; the escalation begins anew
 * <tr><td>severity raised<td>the rules in force now add targets; who was told is due at once, the
 * others after their {@code wait}
 * <tr><td>acknowledged, snoozed<td>nothing is due any more; escalation and repeats rest
 * <tr><td>unacknowledged<td>the next step runs from now; who was never told is due
 * <tr><td>acknowledgement timed out<td>the next step runs from now; targets are due
 * <tr><td>snooze ended<td>targets are due if events came meanwhile; the next step runs from now
 * <tr><td>escalated<td>the channels of the next step are due at once
 * <tr><td>resolved, expired, inactive<td>whoever was told that it fires is told the end
 * <tr><td>superseded<td>the plan is dropped
 * <tr><td>flapping<td>one notice, then nothing but what a person escalates; at its end the status
 * that stands is told
 * </table>
 */
public final class Telling {
  /** What is held is asked again after this. */
  static final long ASK_AGAIN_MILLIS = 60_000;

  private final RoutingRule.Mode mode;
  private final Routing routing;
  private final Consumer<Notification> out;
  private final TargetEdits targets;
  private final Ladder ladder;
  private @Nullable Document<RoutingRule> first;

  /** Goes on with what rules of a mode do in a plan. */
  public Telling(Plan plan, RoutingRule.Mode mode, Routing routing, Consumer<Notification> out) {
    this.mode = mode;
    this.routing = routing;
    this.out = out;
    Plan own = plan.of(mode);
    targets = new TargetEdits(own.targets());
    ladder = new Ladder(own);
  }

  /** The plan as it is now. */
  public Plan plan() {
    return targets.all.isEmpty() ? Plan.NOBODY : ladder.plan(targets.targets());
  }

  /** What a change of the group makes due. */
  public void changed(AlertGroup group, GroupChange change, boolean heldEvents, long t) {
    switch (change.reason()) {
      case OPENED -> {
        if (group.status() == GroupStatus.OPEN) {
          ladder.begin(t);
          targets.due(NotificationReason.OPENED, t, true);
        }
      }
      case REOPENED -> {
        Severity before = change.severityBefore();
        if (before != null && group.severity().worseThan(before)) {
          extend(group, 0, t);
        }
        if (!group.flapping()) {
          ladder.begin(t);
          targets.due(NotificationReason.REOPENED, t, true);
        }
      }
      case SEVERITY_RAISED -> raise(group, change, t);
      case ACKNOWLEDGED, SNOOZED -> rest();
      case UNACKNOWLEDGED -> {
        resume(group, t);
        if (!group.flapping()) {
          targets.opened(t);
        }
      }
      case ACK_TIMED_OUT -> reopen(group, t);
      case SNOOZE_ENDED -> {
        resume(group, t);
        if (heldEvents && !group.flapping()) {
          targets.due(NotificationReason.SNOOZE_ENDED, t, false);
        }
      }
      case ESCALATED -> escalate(group, change, t);
      case RESOLVED, EXPIRED, INACTIVE -> {
        rest();
        tellEnd(group, t);
      }
      case SUPERSEDED -> {
        targets.all.clear();
        ladder.replace(List.of());
      }
      case FLAPPING -> {
        rest();
        targets.due(NotificationReason.FLAPPING, t, false);
      }
      case FLAPPING_ENDED -> {
        if (group.status() == GroupStatus.OPEN) {
          reopen(group, t);
        } else {
          tellEnd(group, t);
        }
      }
      case SEVERITY_LOWERED, ASSIGNED, NOTED, RUNBOOK_SET, REFUSED -> {}
    }
  }

  /** Makes the plan of a group that opens, by the rules in force. */
  public void make(AlertGroup group, long t) {
    targets.all.clear();
    List<Document<RoutingRule>> acting = routing.acting(group, mode, t);
    Planning.addTargets(targets.all, acting);
    ladder.replace(Planning.steps(targets.all, acting));
    first = acting.isEmpty() ? null : acting.get(0);
  }

  /** The rules in force now add what the plan lacks. */
  private void raise(AlertGroup group, GroupChange change, long t) {
    boolean speaks = group.status() == GroupStatus.OPEN && !group.flapping();
    if (speaks && change.statusBefore() != GroupStatus.OPEN) {
      resume(group, t);
    }
    extend(group, speaks ? t : 0, t);
    if (speaks) {
      targets.raised(t);
    }
  }

  private void extend(AlertGroup group, long stepsFrom, long t) {
    List<Document<RoutingRule>> acting = routing.acting(group, mode, t);
    Planning.addTargets(targets.all, acting);
    if (ladder.isEmpty()) {
      ladder.replace(Planning.steps(targets.all, acting));
      ladder.goOn(stepsFrom);
    }
  }

  /** A live step is none of a rule in shadow mode; what a person escalates is. */
  private void escalate(AlertGroup group, GroupChange change, long t) {
    if (mode == RoutingRule.Mode.LIVE || change.command() != null) {
      if (change.statusBefore() != GroupStatus.OPEN) {
        resume(group, t);
      }
      takeStep(group, t);
    }
  }

  /** Every channel that the next step names is due. */
  private void takeStep(AlertGroup group, long t) {
    for (Step step : ladder.take()) {
      for (TargetEdit target : targets.all) {
        if (target.channel.equals(step.channel())) {
          target.due(NotificationReason.ESCALATED, t, step.mention());
        }
      }
    }
    ladder.goOn(group.flapping() ? 0 : t);
  }

  private void reopen(AlertGroup group, long t) {
    resume(group, t);
    if (!group.flapping()) {
      targets.due(NotificationReason.REOPENED, t, false);
    }
  }

  private void tellEnd(AlertGroup group, long t) {
    if (group.status() == GroupStatus.RESOLVED && !group.flapping()) {
      targets.over(t);
    }
  }

  /** Nothing is due, no clock runs. */
  private void rest() {
    ladder.rest();
    targets.rest();
  }

  private void resume(AlertGroup group, long t) {
    if (group.status() == GroupStatus.OPEN && !group.flapping()) {
      ladder.goOn(t);
      targets.repeatFrom(t);
    }
  }

  /** The step of the escalation that is due at a log time; null where none is. */
  public @Nullable Step step(long t) {
    return ladder.due(t);
  }

  /** Takes the step of a rule in shadow mode that is due at a log time: it is no change. */
  public void climb(AlertGroup group, long t) {
    if (ladder.due(t) != null) {
      takeStep(group, t);
    }
  }

  /** When the next clock falls due; {@code Long.MAX_VALUE} for never. */
  public long nextDue() {
    return Math.min(ladder.nextDue(), targets.nextDue());
  }

  /**
   * Tells what is due at a log time, but for a live step of the escalation, which is a change
   * first.
   *
   * @param change the change that brought it about; null for time alone
   * @param eventIds the events behind it
   */
  public void tell(AlertGroup group, @Nullable GroupChange change, List<String> eventIds, long t) {
    for (TargetEdit target : targets.all) {
      if (target.repeatAt != 0 && target.repeatAt <= t) {
        target.repeatAt = 0;
        if (target.dueReason == null) {
          target.due(NotificationReason.REPEATED, t, target.mention);
        }
      }
      if (target.dueReason != null && target.dueAt <= t) {
        tell(target, group, change, eventIds, t);
      }
    }
  }

  private void tell(
      TargetEdit target,
      AlertGroup group,
      @Nullable GroupChange change,
      List<String> eventIds,
      long t) {
    NotificationReason why = Objects.requireNonNull(target.dueReason);
    boolean end = why == NotificationReason.RESOLVED;
    if (!end && routing.holds(group, target.channel, t)) {
      target.held = true;
      target.dueAt = t + ASK_AGAIN_MILLIS;
      return;
    }
    NotificationReason reason = target.held && !end ? NotificationReason.SILENCE_ENDED : why;
    Step step = why == NotificationReason.ESCALATED ? ladder.lastTo(target.channel) : null;
    out.accept(target.notification(reason, step, mode, group, change, eventIds, t));
    target.told = !end;
    boolean repeats = target.repeatMillis != 0 && !end && !group.flapping();
    target.repeatAt = repeats ? t + target.repeatMillis : 0;
    target.cancel();
  }

  /** The channels that may have been told in the place of these. */
  public List<String> fallbacks(List<String> told) {
    Set<String> places = new LinkedHashSet<>();
    for (TargetEdit target : targets.all) {
      if (target.fallback != null && told.contains(target.channel)) {
        places.add(target.fallback);
      }
    }
    ladder.fallbacks(told, places);
    told.forEach(places::remove);
    return List.copyOf(places);
  }

  /** The rule that acted first when the plan was made; null where none did. */
  public @Nullable Document<RoutingRule> first() {
    return first;
  }
}
