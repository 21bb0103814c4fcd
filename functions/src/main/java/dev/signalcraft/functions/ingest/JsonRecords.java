// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one of our own topics, and says why one cannot be read.
 *
 * @param <T> a record of the domain
 */
public final class JsonRecords<T> {
  private final ObjectReader reader;

  /** Reads records of this type. */
  public JsonRecords(Class<T> type) {
    reader = Json.mapper().readerFor(type);
  }

  /**
   * The record in these bytes.
   *
   * @throws Rejection for what its writer should not have written
   */
  public T read(byte @Nullable [] value) throws Rejection {
    if (value == null) {
      throw rejection("a tombstone; this topic has none");
    }
    @Nullable T parsed;
    try {
      parsed = reader.readValue(value);
    } catch (JacksonException e) {
      throw rejection(e.getOriginalMessage());
    } catch (IOException e) {
      throw rejection("not in UTF-8");
    }
    if (parsed == null) {
      throw rejection("the JSON word null; this topic has none");
    }
    return parsed;
  }

  private static Rejection rejection(String detail) {
    return new Rejection(DeadLetter.Reason.BAD_ENVELOPE, detail);
  }
}
