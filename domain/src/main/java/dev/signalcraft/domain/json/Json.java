// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The one JSON contract: camelCase names, enums in kebab-case, times as ISO-8601 UTC with
 * milliseconds (epoch milliseconds are read too), absent instead of null, unknown fields ignored.
 *
 * <p>Documents are limited in size, depth, tokens, numbers and names, and a name that is given
 * twice is an error: what passes here cannot exhaust a job.
 */
public final class Json {
  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = 32;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxDocumentLength(4L << 20)
          .maxNestingDepth(MAX_DEPTH)
          .maxTokenCount(200_000)
          .maxNumberLength(64)
          .maxNameLength(512)
          .maxStringLength(1 << 20)
          .build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(LIMITS)
                  .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .addModule(new WireModule())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .configure(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION, false)
          .build();

  private Json() {}

  /** The shared mapper; thread-safe and never reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }
}
