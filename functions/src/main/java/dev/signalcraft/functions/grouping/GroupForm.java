// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.StatusChange;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AlertGroup} in state, in the order of its components. Names in enums may be added at
 * their ends only; a component is added as {@link KeyStateSerializer} says.
 */
final class GroupForm {
  /** The first form that has them. */
  static final int WITH_STATUS_CHANGES = 2;

  private static final EventType[] TYPES = EventType.values();
  private static final Lifecycle[] LIFECYCLES = Lifecycle.values();
  private static final GroupStatus[] STATUSES = GroupStatus.values();
  private static final Severity[] SEVERITIES = Severity.values();
  private static final ChangeReason[] REASONS = ChangeReason.values();
  private static final Outcome[] OUTCOMES = Outcome.values();

  private GroupForm() {}

  static void write(AlertGroup group, StateForm form) {
    form.text(group.groupId());
    form.text(group.groupKey());
    form.text(group.workspace());
    form.text(group.source());
    form.text(group.project());
    form.text(group.environment());
    form.text(group.fingerprint());
    form.optional(group.type());
    form.optional(group.lifecycle());
    form.optional(group.status());
    form.optional(group.severity());
    form.text(group.title());
    form.text(group.message());
    form.text(group.file());
    Integer line = group.line();
    form.flag(line != null);
    form.number(line == null ? 0 : line);
    form.text(group.link());
    form.pairs(group.tags());
    form.number(group.count());
    form.number(group.duplicates());
    form.text(group.assignee());
    form.text(group.note());
    form.text(group.runbook());
    form.optional(group.outcome());
    form.flag(group.flapping());
    form.text(group.rule());
    form.texts(group.channels());
    form.time(group.openedAt());
    form.time(group.firstSeen());
    form.time(group.lastSeen());
    form.time(group.lastActivity());
    form.time(group.resolvedAt());
    form.time(group.snoozedUntil());
    form.time(group.expiresAt());
    form.number(group.version());
    form.number(group.sequence());
    write(group.statusChange(), form);
  }

  @SuppressWarnings("NullAway") // What was written is as whole as it was then.
  static AlertGroup read(int written, StateForm form, DataInputView in) throws IOException {
    return new AlertGroup(
        form.text(in),
        form.text(in),
        form.text(in),
        form.text(in),
        form.text(in),
        form.text(in),
        form.text(in),
        form.optional(TYPES, in),
        form.optional(LIFECYCLES, in),
        form.optional(STATUSES, in),
        form.optional(SEVERITIES, in),
        form.text(in),
        form.text(in),
        form.text(in),
        line(in.readBoolean(), form.integer(in)),
        form.text(in),
        form.pairs(in),
        form.number(in),
        form.number(in),
        form.text(in),
        form.text(in),
        form.text(in),
        form.optional(OUTCOMES, in),
        in.readBoolean(),
        form.text(in),
        form.texts(in),
        form.time(in),
        form.time(in),
        form.time(in),
        form.time(in),
        form.time(in),
        form.time(in),
        form.time(in),
        form.integer(in),
        form.integer(in),
        written < WITH_STATUS_CHANGES ? null : readStatusChange(form, in));
  }

  static void write(@Nullable StatusChange change, StateForm form) {
    form.optional(change == null ? null : change.reason());
    if (change != null) {
      form.text(change.actor());
      form.time(change.at());
    }
  }

  @SuppressWarnings("NullAway") // The same.
  static @Nullable StatusChange readStatusChange(StateForm form, DataInputView in)
      throws IOException {
    ChangeReason reason = form.optional(REASONS, in);
    return reason == null ? null : new StatusChange(reason, form.text(in), form.time(in));
  }

  private static @Nullable Integer line(boolean known, int line) {
    return known ? Integer.valueOf(line) : null;
  }
}
