// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.signalcraft.domain.config.ConfigRecord;

/** Documents as people write them. */
public final class Documents {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Documents() {}

  /** A first version of a document whose spec is this YAML. */
  public static ConfigRecord document(String kind, String name, String spec) {
    try {
      JsonNode read = YAML.readTree(spec);
      return new ConfigRecord(kind, new ConfigRecord.Metadata("default", name), 1, 0, false, read);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
