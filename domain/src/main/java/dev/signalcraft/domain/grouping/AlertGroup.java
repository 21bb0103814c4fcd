// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
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
 * @param openedAt log time
 * @param firstSeen least {@code occurredAt}
 * @param lastSeen greatest {@code occurredAt}
 * @param lastActivity log time of the last new event, firing or resolved
 * @param resolvedAt log time; null while it is not resolved
 * @param expiresAt when a stateful group ends if it is not sent again
 * @param version rises with every applied change, not with counts
 * @param sequence rises with every change record
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
    Instant openedAt,
    Instant firstSeen,
    Instant lastSeen,
    Instant lastActivity,
    @Nullable Instant resolvedAt,
    @Nullable Instant expiresAt,
    int version,
    int sequence) {

  public AlertGroup {
    tags = tags == null ? Map.of() : tags;
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

  /** The group that an event opens at a log time. */
  static AlertGroup open(String groupKey, AlertEvent event, long t) {
    Instant at = Instant.ofEpochMilli(t);
    return new AlertGroup(
        groupKey + "-" + t,
        groupKey,
        event.workspace(),
        event.source(),
        event.project(),
        event.environment(),
        event.fingerprint(),
        event.type(),
        event.lifecycle(),
        GroupStatus.OPEN,
        event.severity(),
        event.title(),
        event.message(),
        event.file(),
        event.line(),
        event.link(),
        event.tags(),
        1,
        0,
        at,
        event.occurredAt(),
        event.occurredAt(),
        at,
        null,
        event.expiresAt(),
        1,
        1);
  }

  /** Whether it still asks for somebody. */
  boolean unresolved() {
    return status != GroupStatus.RESOLVED;
  }

  /** After a new event of it; only a firing one counts. */
  AlertGroup with(AlertEvent event, long t) {
    boolean firing = event.status() == EventStatus.FIRING;
    Instant time = event.occurredAt();
    return copy(
        firing ? count + 1 : count,
        duplicates,
        time.isBefore(firstSeen) ? time : firstSeen,
        time.isAfter(lastSeen) ? time : lastSeen,
        Instant.ofEpochMilli(t),
        status,
        severity,
        resolvedAt,
        firing && event.lifecycle() == Lifecycle.STATEFUL ? event.expiresAt() : expiresAt,
        version,
        sequence);
  }

  /** After a redelivery: nothing but one more duplicate and, where it is later, the new end. */
  AlertGroup withDuplicate(@Nullable Instant end) {
    boolean later = end != null && expiresAt != null && end.isAfter(expiresAt);
    return copy(
        count,
        duplicates + 1,
        firstSeen,
        lastSeen,
        lastActivity,
        status,
        severity,
        resolvedAt,
        later ? end : expiresAt,
        version,
        sequence);
  }

  /** After an applied change at a log time: the next version and the next change record. */
  AlertGroup changed(GroupStatus newStatus, Severity newSeverity, long t) {
    return copy(
        count,
        duplicates,
        firstSeen,
        lastSeen,
        lastActivity,
        newStatus,
        newSeverity,
        newStatus == GroupStatus.RESOLVED ? Instant.ofEpochMilli(t) : null,
        expiresAt,
        version + 1,
        sequence + 1);
  }

  private AlertGroup copy(
      long newCount,
      long newDuplicates,
      Instant newFirstSeen,
      Instant newLastSeen,
      Instant newLastActivity,
      GroupStatus newStatus,
      Severity newSeverity,
      @Nullable Instant newResolvedAt,
      @Nullable Instant newExpiresAt,
      int newVersion,
      int newSequence) {
    return new AlertGroup(
        groupId,
        groupKey,
        workspace,
        source,
        project,
        environment,
        fingerprint,
        type,
        lifecycle,
        newStatus,
        newSeverity,
        title,
        message,
        file,
        line,
        link,
        tags,
        newCount,
        newDuplicates,
        openedAt,
        newFirstSeen,
        newLastSeen,
        newLastActivity,
        newResolvedAt,
        newExpiresAt,
        newVersion,
        newSequence);
  }
}
