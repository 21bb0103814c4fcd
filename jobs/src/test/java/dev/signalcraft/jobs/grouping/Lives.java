// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.grouping.GroupKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The groups of a {@link Night} and what happened to them, told as a table: a line for each group
 * as it stands in the end, below it a line for each of its changes with what it changed.
 */
final class Lives {
  /** A row of {@code alert_groups}; what is unknown is the word {@code null}. */
  record Group(
      String groupId,
      String status,
      String severity,
      String outcome,
      String assignee,
      String count,
      String duplicates) {}

  /** A row of {@code alert_group_changes}. */
  record Change(
      String groupId,
      int sequence,
      Instant at,
      String reason,
      String actor,
      String statusBefore,
      String statusAfter,
      String severityBefore,
      String severityAfter,
      String assigneeBefore,
      String assigneeAfter,
      String rule,
      String ruleVersion,
      String refusal) {}

  private static final String NOTHING = "null";

  private final Night night;
  private final List<Group> groups;
  private final List<Change> changes;

  Lives(Night night, List<Group> groups, List<Change> changes) {
    this.night = night;
    this.groups = new ArrayList<>(groups);
    this.changes = new ArrayList<>(changes);
  }

  /** In the order in which the groups opened. */
  String table() {
    for (Change change : changes) {
      if (groups.stream().noneMatch(group -> group.groupId().equals(change.groupId()))) {
        groups.add(new Group(change.groupId(), NOTHING, "", NOTHING, NOTHING, "", ""));
      }
    }
    groups.sort(Comparator.comparing(this::opened).thenComparing(this::name));
    changes.sort(Comparator.comparing(Change::at).thenComparing(Change::sequence));
    StringBuilder table = new StringBuilder();
    for (Group group : groups) {
      table.append(title(group)).append('\n');
      for (Change change : changes) {
        if (change.groupId().equals(group.groupId())) {
          table.append(line(change).stripTrailing()).append('\n');
        }
      }
    }
    return table.toString();
  }

  private String title(Group group) {
    String title = name(group) + " of " + night.clock(opened(group));
    if (group.status().equals(NOTHING)) {
      return title + ": no such group";
    }
    return title
        + ": "
        + group.status()
        + (group.outcome().equals(NOTHING) ? "" : " as " + group.outcome())
        + ", "
        + group.severity()
        + ", "
        + group.count()
        + " events, "
        + group.duplicates()
        + " duplicates"
        + (group.assignee().equals(NOTHING) ? "" : ", " + group.assignee() + " has it");
  }

  private String line(Change change) {
    List<String> what = new ArrayList<>();
    if (!change.statusAfter().equals(change.statusBefore())) {
      what.add(change.statusAfter());
    }
    if (!change.severityAfter().equals(change.severityBefore())) {
      what.add(change.severityAfter());
    }
    if (!Objects.equals(change.assigneeAfter(), change.assigneeBefore())) {
      boolean nobody = change.assigneeAfter().equals(NOTHING);
      what.add("for " + (nobody ? "nobody" : change.assigneeAfter()));
    }
    if (!change.rule().equals(NOTHING)) {
      what.add("by rule " + change.rule() + " " + change.ruleVersion());
    }
    if (!change.refusal().equals(NOTHING)) {
      what.add(change.refusal());
    }
    return "    %-12s  %-15s  %-6s  %s"
        .formatted(
            night.clock(change.at()), change.reason(), change.actor(), String.join(", ", what));
  }

  private String name(Group group) {
    return night.name(GroupKey.ofGroup(group.groupId()));
  }

  private Instant opened(Group group) {
    return Instant.ofEpochMilli(Long.parseLong(group.groupId(), 33, group.groupId().length(), 10));
  }
}
