// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.Severity;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a group and why. Its key is {@code (groupId, sequence)}; a refused command on a
 * group that is not held has the sequence 0 and is told apart by the command's id.
 *
 * @param sequence its place among the change records of the group, from 1
 * @param reason why
 * @param actor who or what did it: {@code source}, {@code clock} or a person
 * @param rule the rule that did it
 * @param ruleVersion its version
 * @param eventId the event that did it
 * @param command the command that did it, or that was refused
 * @param refusal why the command changed nothing
 * @param statusBefore null for the first change
 * @param statusAfter null only where the group is not held
 * @param severityBefore null for the first change
 * @param severityAfter null only where the group is not held
 * @param assigneeBefore who had it
 * @param assigneeAfter who has it
 * @param lateConfig the documents, as {@code kind/workspace/name@version}, that reached the job
 *     only after it had judged what they were for: a replay, which knows them in time, may decide
 *     otherwise from them up to here; null for none
 */
public record GroupChange(
    int sequence,
    ChangeReason reason,
    String actor,
    @Nullable String rule,
    @Nullable Long ruleVersion,
    @Nullable String eventId,
    @Nullable Command command,
    @Nullable Refusal refusal,
    @Nullable GroupStatus statusBefore,
    @Nullable GroupStatus statusAfter,
    @Nullable Severity severityBefore,
    @Nullable Severity severityAfter,
    @Nullable String assigneeBefore,
    @Nullable String assigneeAfter,
    @Nullable List<String> lateConfig) {

  public GroupChange {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(actor, "actor");
    if ((reason == ChangeReason.REFUSED) != (refusal != null)) {
      throw new IllegalArgumentException("refusal: every refused command has one, nothing else");
    }
  }

  /** A change of a group that is held: from what it was, null for its first, to what it is. */
  static GroupChange of(
      @Nullable AlertGroup before, AlertGroup after, ChangeReason reason, Cause cause) {
    return new GroupChange(
        after.sequence(),
        reason,
        cause.actor(),
        cause.rule(),
        cause.ruleVersion(),
        cause.eventId(),
        cause.command(),
        null,
        before == null ? null : before.status(),
        after.status(),
        before == null ? null : before.severity(),
        after.severity(),
        before == null ? null : before.assignee(),
        after.assignee(),
        null);
  }

  /** A command that changed nothing; {@code group} where the one that it names is held. */
  static GroupChange refused(@Nullable AlertGroup group, Command command, Refusal refusal) {
    GroupStatus status = group == null ? null : group.status();
    Severity severity = group == null ? null : group.severity();
    String assignee = group == null ? null : group.assignee();
    return new GroupChange(
        group == null ? 0 : group.sequence(),
        ChangeReason.REFUSED,
        command.actor(),
        null,
        null,
        null,
        command,
        refusal,
        status,
        status,
        severity,
        severity,
        assignee,
        assignee,
        null);
  }

  /** The same, the first after these documents came late. */
  GroupChange after(List<String> late) {
    return new GroupChange(
        sequence,
        reason,
        actor,
        rule,
        ruleVersion,
        eventId,
        command,
        refusal,
        statusBefore,
        statusAfter,
        severityBefore,
        severityAfter,
        assigneeBefore,
        assigneeAfter,
        late);
  }
}
