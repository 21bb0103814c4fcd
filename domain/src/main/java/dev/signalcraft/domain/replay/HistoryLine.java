// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.Input;
import org.jspecify.annotations.Nullable;

/**
 * A line of a history.
 *
 * @param logTime epoch milliseconds, never before that of the line before
 * @param input a tick where the line says only that time has passed, or holds a document
 * @param document null where it holds none
 */
public record HistoryLine(long logTime, Input input, @Nullable ConfigRecord document) {}
