// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.gateway.http.RequestMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Path DOCUMENT = Path.of("../docs/openapi/gateway.yaml");

  @Test
  void theDocumentNamesTheRoutesThatThereAre() throws IOException {
    List<String> documented = new ArrayList<>();
    for (var path : new YAMLMapper().readTree(DOCUMENT.toFile()).get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    try (RequestMetrics metrics = new RequestMetrics()) {
      List<String> served =
          Routes.of(request -> {}, request -> {}, request -> {}, () -> null, metrics).stream()
              .map(route -> route.method().name() + " " + route.path())
              .toList();

      assertThat(documented).containsExactlyInAnyOrderElementsOf(served);
    }
  }

  @Test
  void theDocumentNamesTheSourcesThatAreKnown() throws IOException {
    JsonNode source =
        new YAMLMapper()
            .readTree(DOCUMENT.toFile())
            .at("/paths/~1webhooks~1{source}~1{integration}/post/parameters/0/schema/enum");

    assertThat(source)
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(Sources.KNOWN);
  }
}
