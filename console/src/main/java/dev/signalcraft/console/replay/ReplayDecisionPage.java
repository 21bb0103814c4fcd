// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.domain.replay.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the decisions in which a replay differs, by time.
 *
 * @param nextCursor where the next page begins; null on the last one
 */
record ReplayDecisionPage(List<Difference> items, @Nullable String nextCursor) {}
