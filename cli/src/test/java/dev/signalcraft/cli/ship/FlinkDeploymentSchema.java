// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the Flink operator's CRD accepts, strictly: the API server drops fields that the CRD does
 * not know, here they are errors.
 */
final class FlinkDeploymentSchema {
  private static final String CRD = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private final Schema schema;

  FlinkDeploymentSchema() {
    JsonNode crd = Repository.yaml(resource()).get(0);
    ObjectNode root = (ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema");
    // The operator's newest API on Maven Central's shelf for these versions ends at v1_20.
    ((ArrayNode) root.at("/properties/spec/properties/flinkVersion/enum")).add("v2_2");
    makeStrict(root);
    // The envelope that every resource has and no CRD repeats.
    ObjectNode properties = (ObjectNode) root.get("properties");
    properties.putObject("apiVersion").put("const", "flink.apache.org/v1beta1");
    properties.putObject("kind").put("const", "FlinkDeployment");
    properties.putObject("metadata").put("type", "object");
    schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
  }

  List<String> faults(JsonNode resource) {
    return schema.validate(resource).stream().map(Error::toString).toList();
  }

  private static String resource() {
    try (InputStream in = FlinkDeploymentSchema.class.getClassLoader().getResourceAsStream(CRD)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Turns OpenAPI's structural schema into a JSON Schema that refuses unknown fields. */
  private static void makeStrict(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
        schema.remove("x-kubernetes-int-or-string");
        schema.putArray("type").add("integer").add("string");
      } else if (schema.path("type").asText().equals("object")
          && schema.path("properties").isObject()
          && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
        schema.put("additionalProperties", false);
      }
    }
    node.forEach(FlinkDeploymentSchema::makeStrict);
  }
}
