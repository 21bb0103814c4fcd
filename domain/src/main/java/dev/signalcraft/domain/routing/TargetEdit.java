// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupChange;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Target} while one step changes it. */
final class TargetEdit {
  private static final int MAX_MENTION = 512;

  final String channel;
  final String rule;
  final long ruleVersion;
  @Nullable String fallback;
  @Nullable String mention;
  long waitMillis;
  long repeatMillis;
  boolean sendResolved;
  boolean atOpening;
  boolean told;
  long dueAt;
  @Nullable NotificationReason dueReason;
  @Nullable String dueMention;
  boolean held;
  long repeatAt;
  private Map<NotificationReason, Integer> ordinals;

  TargetEdit(String channel, String rule, long ruleVersion) {
    this.channel = channel;
    this.rule = rule;
    this.ruleVersion = ruleVersion;
    ordinals = Map.of();
  }

  TargetEdit(Target target) {
    channel = target.channel();
    rule = target.rule();
    ruleVersion = target.ruleVersion();
    fallback = target.fallback();
    mention = target.mention();
    waitMillis = target.waitMillis();
    repeatMillis = target.repeatMillis();
    sendResolved = target.sendResolved();
    atOpening = target.atOpening();
    told = target.told();
    dueAt = target.dueAt();
    dueReason = target.dueReason();
    dueMention = target.dueMention();
    held = target.held();
    repeatAt = target.repeatAt();
    ordinals = target.ordinals();
  }

  Target target() {
    return new Target(
        channel,
        mention,
        rule,
        ruleVersion,
        fallback,
        waitMillis,
        repeatMillis,
        sendResolved,
        atOpening,
        told,
        dueAt,
        dueReason,
        dueMention,
        held,
        repeatAt,
        ordinals);
  }

  /**
   * What one more rule wants of it: mentions are joined, the shortest times and the first fallback
   * hold.
   */
  void join(RoutingRule.Target wanted, @Nullable String itsFallback) {
    fallback = fallback == null ? itsFallback : fallback;
    waitMillis = atOpening ? Math.min(waitMillis, wanted.waitMillis()) : wanted.waitMillis();
    if (wanted.repeatMillis() != 0) {
      repeatMillis =
          repeatMillis == 0 ? wanted.repeatMillis() : Math.min(repeatMillis, wanted.repeatMillis());
    }
    sendResolved |= wanted.sendResolved();
    mention = joined(mention, wanted.mention());
    atOpening = true;
  }

  /** Is told for a reason at a log time, unless something else is due before. */
  void due(NotificationReason reason, long t, @Nullable String whom) {
    boolean first = dueReason == null;
    if (first || t <= dueAt || reason == NotificationReason.ESCALATED) {
      dueAt = first ? t : Math.min(t, dueAt);
      dueMention = first || dueReason == reason ? joined(dueMention, whom) : joined(whom, null);
      dueReason = reason;
    }
  }

  /** Nothing is due any more. */
  void cancel() {
    dueAt = 0;
    dueReason = null;
    dueMention = null;
    held = false;
  }

  /** What it is told now, counted; by the rule of a step where that says so. */
  Notification notification(
      NotificationReason reason,
      @Nullable Step step,
      RoutingRule.Mode mode,
      AlertGroup group,
      @Nullable GroupChange change,
      List<String> eventIds,
      long t) {
    Map<NotificationReason, Integer> counted = new EnumMap<>(NotificationReason.class);
    counted.putAll(ordinals);
    int ordinal = counted.merge(reason, 1, Integer::sum);
    ordinals = counted;
    return new Notification(
        Notification.id(group.groupId(), channel, reason, ordinal),
        group.workspace(),
        group.groupKey(),
        group.groupId(),
        channel,
        reason,
        ordinal,
        Instant.ofEpochMilli(t),
        group.sequence(),
        step == null ? rule : step.rule(),
        step == null ? ruleVersion : step.ruleVersion(),
        step == null ? fallback : step.fallback(),
        dueMention,
        eventIds,
        !told && reason != NotificationReason.RESOLVED,
        mode == RoutingRule.Mode.SHADOW,
        change == null ? group.status() : change.statusBefore(),
        change == null ? group.severity() : change.severityBefore(),
        group);
  }

  /** When its next clock falls due; {@code Long.MAX_VALUE} for never. */
  long nextDue() {
    long due = dueReason == null ? Long.MAX_VALUE : dueAt;
    return repeatAt == 0 ? due : Math.min(due, repeatAt);
  }

  private static @Nullable String joined(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    boolean known = (" " + a + " ").contains(" " + b + " ");
    return known || a.length() + b.length() >= MAX_MENTION ? a : a + " " + b;
  }
}
