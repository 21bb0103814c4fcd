// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.GroupChange;
import java.time.Instant;

/**
 * One change in the life of a group.
 *
 * @param at log time
 */
public record TimelineEntry(Instant at, GroupChange change) {}
