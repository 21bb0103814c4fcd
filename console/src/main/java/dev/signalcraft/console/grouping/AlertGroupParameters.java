// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.grouping.AlertGroupFilter;
import dev.signalcraft.sql.grouping.AlertGroupSort;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a request for a list of groups asks for. */
record AlertGroupParameters(
    AlertGroupFilter filter,
    AlertGroupSort sort,
    AlertGroupSort.@Nullable Position after,
    int limit) {
  static final int MAX_LIMIT = 200;
  static final int DEFAULT_LIMIT = 50;

  /** Stands for a group that has no assignee. */
  private static final String NOBODY = "none";

  /** Every parameter. */
  static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "status",
              "severity",
              "source",
              "project",
              "environment",
              "fingerprint",
              "groupKey",
              "assignee",
              "flapping",
              "since",
              "until",
              "q",
              "sort",
              "limit",
              "cursor"));

  /** Reads a request; ends it when a parameter cannot be used. */
  static AlertGroupParameters read(Context request, String workspace) {
    Parameters given = new Parameters(request, NAMES);
    List<String> groupKeys = given.list("groupKey");
    if (!groupKeys.stream().allMatch(GroupKey::isValid)) {
      given.fault("groupKey", "write 32 hex digits in lower case");
    }
    Instant since = given.time("since");
    Instant until = given.time("until");
    if (since != null && until != null && !since.isBefore(until)) {
      given.fault("until", "write a time after since");
    }
    List<String> assignees = new ArrayList<>(given.list("assignee"));
    boolean unassigned = assignees.removeIf(NOBODY::equals);
    AlertGroupFilter filter =
        new AlertGroupFilter(
            workspace,
            given.words("status", GroupStatus.class),
            given.words("severity", Severity.class),
            given.list("source"),
            given.list("project"),
            given.list("environment"),
            // A fingerprint is what the sender says, commas included.
            given.literals("fingerprint"),
            groupKeys,
            assignees,
            unassigned,
            given.read("flapping", AlertGroupParameters::parseTruth, "true or false"),
            since,
            until,
            given.single("q"));
    int limit = given.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
    AlertGroupSort wanted =
        given.read(
            "sort",
            SortParameter::parse,
            SortParameter.all().stream()
                .map(SortParameter::format)
                .collect(Collectors.joining(", ", "one of ", "")));
    AlertGroupSort sort = wanted == null ? AlertGroupSort.DEFAULT : wanted;
    AlertGroupSort.Position after =
        given.read(
            "cursor",
            text -> Cursor.parse(sort, text),
            "the nextCursor of a page with the same sort, unchanged");
    given.check();
    return new AlertGroupParameters(filter, sort, after, limit);
  }

  private static @Nullable Boolean parseTruth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }
}
