// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.ingest;

import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.sql.Upsert;
import java.util.List;

/** Rows of {@code dead_letters}. */
public final class DeadLetterRows {
  /** What was parked; the first reason stays. */
  public static final Upsert<DeadLetter> UPSERT =
      Upsert.<DeadLetter>into("dead_letters")
          .text("topic", DeadLetter::topic)
          .number("partition", DeadLetter::partition)
          .number("offset", DeadLetter::offset)
          .text("workspace", DeadLetter::workspace)
          .text("source", DeadLetter::source)
          .word("reason", DeadLetter::reason)
          .text("detail", DeadLetter::detail)
          .text("text", DeadLetter::text)
          .time("at", DeadLetter::at)
          .firstHolds(
              List.of("topic", "partition", "offset"),
              letter -> List.of(letter.topic(), letter.partition(), letter.offset()));

  private DeadLetterRows() {}
}
