// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a raw record: events, or a dead letter, or neither where it was a normal message
 * that changes no alert.
 */
public record Ingested(List<AlertEvent> events, @Nullable DeadLetter deadLetter) {
  static final Ingested NOTHING = new Ingested(List.of(), null);
}
