// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which groups of a workspace are wanted. An empty list allows everything; a group must pass all
 * conditions.
 *
 * @param assignees whoever has it
 * @param unassigned whether groups that nobody has are wanted beside those of the assignees
 * @param flapping whether it keeps resolving and reopening; null for both
 * @param since least last activity, included
 * @param until greatest last activity, not included
 * @param titlePart what the title holds somewhere, in any case
 */
public record AlertGroupFilter(
    String workspace,
    List<GroupStatus> statuses,
    List<Severity> severities,
    List<String> sources,
    List<String> projects,
    List<String> environments,
    List<String> fingerprints,
    List<String> groupKeys,
    List<String> assignees,
    boolean unassigned,
    @Nullable Boolean flapping,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String titlePart) {
  /** Every group of a workspace. */
  public static AlertGroupFilter everything(String workspace) {
    return new AlertGroupFilter(
        workspace, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), false, null, null, null, null);
  }
}
