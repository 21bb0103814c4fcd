// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document on the topic {@code config}. Its key there is {@link #key()}.
 *
 * @param kind such as {@code Integration}
 * @param metadata whose it is and its name
 * @param version this version, from 1
 * @param baseVersion the version that its author saw; 0 for a new document
 * @param deleted whether this version ends the document
 * @param spec the content; null for a deletion
 * @param author who wrote it; null where that is not known
 */
public record ConfigRecord(
    String kind,
    Metadata metadata,
    long version,
    long baseVersion,
    boolean deleted,
    @Nullable JsonNode spec,
    @Nullable String author) {
  private static final ObjectReader READER = Json.mapper().readerFor(ConfigRecord.class);

  /** Whose a document is and its name, each {@code [a-z0-9-]{1,63}}. */
  public record Metadata(String workspace, String name) {
    public Metadata {
      if (workspace == null || name == null) {
        throw new IllegalArgumentException("metadata: give workspace and name");
      }
    }
  }

  public ConfigRecord {
    if (kind == null || metadata == null) {
      throw new IllegalArgumentException("give kind and metadata");
    }
  }

  /** A version of which nobody knows who wrote it. */
  public ConfigRecord(
      String kind,
      Metadata metadata,
      long version,
      long baseVersion,
      boolean deleted,
      @Nullable JsonNode spec) {
    this(kind, metadata, version, baseVersion, deleted, spec, null);
  }

  /** Reads a record of the log; null for one that is none. */
  public static @Nullable ConfigRecord read(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      return READER.readValue(value);
    } catch (IOException e) {
      // Not only Jackson's own: bytes that look like UTF-32 fail in the decoder.
      return null;
    }
  }

  /** The record's key: {@code kind/workspace/name}. */
  public String key() {
    return kind + "/" + metadata.workspace() + "/" + metadata.name();
  }
}
