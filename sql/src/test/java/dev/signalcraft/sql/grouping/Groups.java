// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.MinuteTotal;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Groups for tests: {@code Groups.of("checkout", T0).severity(HIGH).count(3).build()}. */
public final class Groups {
  private final String fingerprint;
  private final Instant openedAt;
  private String workspace = "default";
  private String source = "sentry";
  private String project = "shop";
  private String environment = "production";
  private String title;
  private String message = "something broke";
  private GroupStatus status = GroupStatus.OPEN;
  private Severity severity = Severity.HIGH;
  private Map<String, String> tags = Map.of("release", "1.4.2");
  private Instant lastActivity;
  private Instant lastSeen;
  private long count = 1;
  private long duplicates;
  private int version = 1;

  private Groups(String fingerprint, Instant openedAt) {
    this.fingerprint = fingerprint;
    this.openedAt = openedAt;
    this.title = "Broken " + fingerprint;
    this.lastActivity = openedAt;
    this.lastSeen = openedAt;
  }

  /** An open group of one event. */
  public static Groups of(String fingerprint, Instant openedAt) {
    return new Groups(fingerprint, openedAt);
  }

  public Groups workspace(String value) {
    workspace = value;
    return this;
  }

  public Groups source(String value) {
    source = value;
    return this;
  }

  public Groups project(String value) {
    project = value;
    return this;
  }

  public Groups environment(String value) {
    environment = value;
    return this;
  }

  public Groups title(String value) {
    title = value;
    return this;
  }

  public Groups message(String value) {
    message = value;
    return this;
  }

  public Groups status(GroupStatus value) {
    status = value;
    return this;
  }

  public Groups severity(Severity value) {
    severity = value;
    return this;
  }

  public Groups tags(Map<String, String> value) {
    tags = value;
    return this;
  }

  public Groups lastActivity(Instant value) {
    lastActivity = value;
    return this;
  }

  public Groups lastSeen(Instant value) {
    lastSeen = value;
    return this;
  }

  public Groups counts(long newCount, long newDuplicates) {
    count = newCount;
    duplicates = newDuplicates;
    return this;
  }

  public Groups version(int value) {
    version = value;
    return this;
  }

  public AlertGroup build() {
    String key = GroupKey.of(workspace, source, project, environment, fingerprint);
    return new AlertGroup(
        key + "-" + openedAt.toEpochMilli(),
        key,
        workspace,
        source,
        project,
        environment,
        fingerprint,
        EventType.ERROR,
        Lifecycle.STATELESS,
        status,
        severity,
        title,
        message,
        null,
        null,
        null,
        tags,
        count,
        duplicates,
        null,
        null,
        null,
        null,
        false,
        null,
        List.of(),
        openedAt,
        openedAt,
        lastSeen,
        lastActivity,
        status == GroupStatus.RESOLVED ? lastActivity : null,
        null,
        null,
        version,
        version,
        null);
  }

  /** The record that says that the group came to its version. */
  public static AlertChange change(AlertGroup group, ChangeReason reason) {
    boolean first = group.version() == 1;
    return record(
        AlertChange.Kind.CHANGE,
        group,
        group.lastActivity(),
        group,
        new GroupChange(
            group.sequence(),
            reason,
            "source",
            null,
            null,
            "e" + group.sequence(),
            null,
            null,
            first ? null : GroupStatus.OPEN,
            group.status(),
            first ? null : Severity.LOW,
            group.severity(),
            null,
            null,
            null),
        null,
        null);
  }

  /** The record of new counts. */
  public static AlertChange count(AlertGroup group) {
    return record(AlertChange.Kind.COUNT, group, group.lastActivity(), group, null, null, null);
  }

  /** The record of an exemplar that was logged at some time. */
  public static AlertChange event(AlertGroup group, AlertEvent event, Instant loggedAt) {
    return record(AlertChange.Kind.EVENT, group, loggedAt, null, null, event, null);
  }

  /** The record of a minute's totals. */
  public static AlertChange minute(AlertGroup group, Instant at, long events, long duplicates) {
    MinuteTotal total = new MinuteTotal(at.truncatedTo(ChronoUnit.MINUTES), events, duplicates);
    return record(AlertChange.Kind.MINUTE, group, at, null, null, null, total);
  }

  private static AlertChange record(
      AlertChange.Kind kind,
      AlertGroup of,
      Instant at,
      AlertGroup group,
      GroupChange change,
      AlertEvent event,
      MinuteTotal minute) {
    return new AlertChange(
        kind,
        of.groupKey(),
        of.groupId(),
        of.workspace(),
        at,
        group,
        change,
        event,
        false,
        minute,
        null,
        null);
  }
}
