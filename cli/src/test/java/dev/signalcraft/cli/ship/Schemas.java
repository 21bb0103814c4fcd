// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.signalcraft.domain.json.Json;
import java.util.List;

/** The JSON Schemas of the topics. */
final class Schemas {
  private static final String BASE = "https://schemas.invalid/";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemas(
                  iri ->
                      iri.startsWith(BASE)
                          ? Repository.text("schemas/" + iri.substring(BASE.length()))
                          : null));

  private Schemas() {}

  /** What a schema finds wrong in this JSON. */
  static List<String> faults(String schema, String json) {
    return REGISTRY
        .getSchema(SchemaLocation.of(BASE + schema))
        .validate(json, InputFormat.JSON)
        .stream()
        .map(Error::toString)
        .toList();
  }

  /** What a schema finds wrong in what is written for this record. */
  static List<String> faults(String schema, Object written) {
    return faults(schema, json(written));
  }

  static String json(Object written) {
    try {
      return Json.mapper().writeValueAsString(written);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new AssertionError(e);
    }
  }
}
