// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.domain.grouping.AlertGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the groups that were asked for.
 *
 * @param nextCursor where the next page begins; null on the last one
 */
record AlertGroupPage(List<AlertGroup> items, @Nullable String nextCursor) {}
