// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One episode of a group key.
 *
 * @param groupId {@code <groupKey>-<log time of its opening, epoch milliseconds>}
 * @param severity stateless: the highest seen; stateful: that of the last firing event
 * @param title of the event that opened it
 * @param count new firing events
 * @param duplicates redeliveries of known events
 * @param assignee who has it
 * @param note the latest of its notes; all of them are in its change records
 * @param runbook where to read what helps
 * @param outcome how it ended, where the person who resolved it said so
 * @param flapping whether it keeps resolving and reopening
 * @param rule the first routing rule that acted on it; null where none did
 * @param channels that have been told about it
 * @param openedAt log time
 * @param firstSeen least {@code occurredAt}
 * @param lastSeen greatest {@code occurredAt}
 * @param lastActivity log time of the last new event, firing or resolved
 * @param resolvedAt log time; null while it is not resolved
 * @param snoozedUntil log time; null while it is not snoozed
 * @param expiresAt when a stateful group ends if it is not sent again
 * @param version rises with every applied change, not with counts
 * @param sequence rises with every change record
 * @param statusChange what brought it to its status, an escalation while it is open included; null
 *     where nobody wrote it down at the time
 */
public record AlertGroup(
    String groupId,
    String groupKey,
    String workspace,
    String source,
    String project,
    String environment,
    String fingerprint,
    EventType type,
    Lifecycle lifecycle,
    GroupStatus status,
    Severity severity,
    String title,
    @Nullable String message,
    @Nullable String file,
    @Nullable Integer line,
    @Nullable String link,
    Map<String, String> tags,
    long count,
    long duplicates,
    @Nullable String assignee,
    @Nullable String note,
    @Nullable String runbook,
    @Nullable Outcome outcome,
    boolean flapping,
    @Nullable String rule,
    List<String> channels,
    Instant openedAt,
    Instant firstSeen,
    Instant lastSeen,
    Instant lastActivity,
    @Nullable Instant resolvedAt,
    @Nullable Instant snoozedUntil,
    @Nullable Instant expiresAt,
    int version,
    int sequence,
    @Nullable StatusChange statusChange) {

  public AlertGroup {
    tags = tags == null ? Map.of() : tags;
    channels = channels == null ? List.of() : channels;
  }

  /** Refuses what comes from outside and lacks a field; state of an older form may lack one. */
  void requireWhole() {
    Objects.requireNonNull(groupId, "groupId");
    Objects.requireNonNull(groupKey, "groupKey");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(lifecycle, "lifecycle");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(openedAt, "openedAt");
    Objects.requireNonNull(firstSeen, "firstSeen");
    Objects.requireNonNull(lastSeen, "lastSeen");
    Objects.requireNonNull(lastActivity, "lastActivity");
  }

  /** Whether it is not over. */
  boolean unresolved() {
    return status != GroupStatus.RESOLVED;
  }
}
