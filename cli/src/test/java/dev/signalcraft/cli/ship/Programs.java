// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** How containers start their programs. */
final class Programs {
  private Programs() {}

  /** The variable of a container of Kubernetes, or a missing node. */
  static JsonNode variable(JsonNode container, String name) {
    for (JsonNode variable : container.path("env")) {
      if (variable.path("name").asText().equals(name)) {
        return variable;
      }
    }
    return container.path("no such variable");
  }

  /** Variables and values of a container of Kubernetes; those from a Secret have none. */
  static Map<String, String> environment(JsonNode container) {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode variable : container.path("env")) {
      environment.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return environment;
  }
}
