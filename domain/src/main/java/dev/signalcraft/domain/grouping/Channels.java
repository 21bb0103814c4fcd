// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.routing.RoutingRule.Mode;
import dev.signalcraft.domain.routing.Step;
import dev.signalcraft.domain.routing.Telling;
import dev.signalcraft.domain.silence.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the channels hear of a key while one step changes it. The plan is loaded only where a change
 * or a clock needs it, so that an event which only counts does not pay for it.
 */
final class Channels {
  private final Rules rules;
  private final Decisions out;
  private @Nullable Telling telling;
  private @Nullable Telling shadow;
  private @Nullable GroupChange lastChange;
  private @Nullable GroupEdit about;
  private long now;
  boolean planned;
  long planDueAt;
  long dedupMillis;
  long autoCloseMillis;
  long ackTimeoutMillis;
  @Nullable String lastEventId;
  long announced;

  Channels(KeyState state, Rules rules, Decisions out) {
    this.rules = rules;
    this.out = out;
    planned = state.planned();
    planDueAt = state.planDueAt();
    dedupMillis = state.dedupMillis();
    autoCloseMillis = state.autoCloseMillis();
    ackTimeoutMillis = state.ackTimeoutMillis();
    lastEventId = state.lastEventId();
    announced = state.announced();
  }

  /** Makes the plan of the group that a first event opens. */
  void open(GroupEdit next, String eventId, long t) {
    lastEventId = eventId;
    announced = 0;
    AlertGroup group = next.group();
    Telling plan = load(Plan.NOBODY);
    plan.make(group, t);
    Objects.requireNonNull(shadow).make(group, t);
    Document<RoutingRule> first = plan.first();
    next.rule = first == null ? null : first.name();
    dedupMillis = first == null ? 0 : first.content().dedupMillis();
    autoCloseMillis = first == null ? 0 : first.content().autoCloseMillis();
    ackTimeoutMillis = first == null ? 0 : first.content().ackTimeoutMillis();
  }

  /** The channels that may have been told in the place of those that were; null for none. */
  @Nullable List<String> fallbacks(AlertGroup group) {
    List<String> places =
        group.channels().isEmpty() ? List.of() : telling().fallbacks(group.channels());
    return places.isEmpty() ? null : places;
  }

  /** Hears of a change; a group on a side of an inhibit rule says how it stands. */
  void changed(AlertGroup after, GroupChange change, boolean heldEvents, long t) {
    lastChange = change;
    if (announced != 0 || rules.inhibition().concerns(after, t)) {
      announced = Math.max(1, rules.inhibition().stamp(after.workspace(), t));
      out.announce(new Announcement(t, after, null));
    }
    telling().changed(after, change, heldEvents, t);
    Objects.requireNonNull(shadow).changed(after, change, heldEvents, t);
  }

  /** The step of the escalation that is due at a log time; null where none is. */
  @Nullable Step step(GroupEdit latest, long t) {
    Step step = telling().step(t);
    Objects.requireNonNull(shadow).climb(latest.group(), t);
    return step;
  }

  /** Tells what is due by now and keeps the plan. */
  void settle(@Nullable GroupEdit latest, long t) {
    about = latest;
    now = t;
    if (latest != null && latest.unresolved()) {
      announceAnew(latest);
    }
    Telling plan = telling;
    Telling beside = shadow;
    if (plan != null && beside != null) {
      if (latest != null && plan.nextDue() <= t) {
        plan.tell(latest.group(), lastChange, eventIds(), t);
      }
      if (latest != null && beside.nextDue() <= t) {
        beside.tell(latest.group(), lastChange, eventIds(), t);
      }
      keep(plan.plan().beside(beside.plan()));
      long due = Math.min(plan.nextDue(), beside.nextDue());
      planDueAt = due == Long.MAX_VALUE ? 0 : due;
    }
  }

  /** A group that nobody is told about pays for no plan. */
  private void keep(Plan plan) {
    boolean tells = !plan.equals(Plan.NOBODY);
    if (tells || planned) {
      out.plan(plan);
    }
    planned = tells;
  }

  private List<String> eventIds() {
    String cause = lastChange == null ? null : lastChange.eventId();
    List<String> events = new ArrayList<>();
    if (cause != null) {
      events.add(cause);
    }
    if (lastEventId != null && !lastEventId.equals(cause)) {
      events.add(lastEventId);
    }
    return List.copyOf(events);
  }

  private Telling telling() {
    Telling plan = telling;
    return plan == null ? load(planned ? out.plan() : Plan.NOBODY) : plan;
  }

  private Telling load(Plan plan) {
    Telling live = new Telling(plan, Mode.LIVE, rules.routing(), this::told);
    telling = live;
    shadow = new Telling(plan, Mode.SHADOW, rules.routing(), this::told);
    return live;
  }

  private void told(Notification notification) {
    if (!notification.shadow()) {
      Objects.requireNonNull(about).toldTo(notification.channel());
    }
    if (announced != 0 || rules.inhibition().concerns(notification.group(), now)) {
      out.announce(new Announcement(now, notification.group(), notification));
    } else {
      out.tell(notification);
    }
  }

  /** A group that other rules of inhibition find says how it stands. */
  private void announceAnew(GroupEdit latest) {
    long stamp = rules.inhibition().stamp(latest.opened.workspace(), now);
    if (stamp != 0 && Math.max(1, stamp) != announced) {
      AlertGroup group = latest.group();
      if (announced != 0 || rules.inhibition().concerns(group, now)) {
        out.announce(new Announcement(now, group, null));
        announced = Math.max(1, stamp);
      }
    }
  }
}
