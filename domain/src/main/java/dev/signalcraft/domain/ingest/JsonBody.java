// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads bytes as JSON, or says where they are none, without a word of what they hold. */
final class JsonBody {
  private JsonBody() {}

  static JsonNode read(byte @Nullable [] bytes) throws Rejection {
    JsonNode node;
    try {
      node = bytes == null || bytes.length == 0 ? null : Json.mapper().readTree(bytes);
    } catch (IOException e) {
      throw malformed(e);
    }
    if (node == null || node.isMissingNode()) {
      throw new Rejection(DeadLetter.Reason.EMPTY, "the body is empty; send JSON");
    }
    return node;
  }

  /** What to say of bytes that Jackson could not read. */
  static Rejection malformed(IOException failure) {
    String fault = "not in UTF-8";
    if (failure instanceof JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      fault =
          at == null
              ? fault(e)
              : "%s, at line %d, column %d".formatted(fault(e), at.getLineNr(), at.getColumnNr());
    }
    return new Rejection(DeadLetter.Reason.MALFORMED, fault);
  }

  /** Jackson's own words may quote the body. */
  private static String fault(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return String.format(
          Locale.ROOT, "JSON beyond the limits of depth (%d), size or number", Json.MAX_DEPTH);
    }
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("Duplicate ")) {
      return "a name is given twice";
    }
    if (message.startsWith("Invalid UTF-8")) {
      return "not in UTF-8";
    }
    return e instanceof MismatchedInputException ? "more than one JSON value" : "not JSON";
  }
}
