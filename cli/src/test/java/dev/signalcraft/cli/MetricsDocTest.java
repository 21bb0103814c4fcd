// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.ship.Repository;
import dev.signalcraft.console.http.Metrics;
import dev.signalcraft.gateway.http.RequestMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} names the metrics that the code has, and no others. */
class MetricsDocTest {
  private static final String OTHERS = "## What Flink, Kafka and the JVM tell";
  private static final Pattern REGISTERED =
      Pattern.compile(
          "(?:(?:Timer|Counter|Gauge)\\.builder|\\.(?:counter|gauge|meter|histogram))\\(\\s*\"([^\"]+)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  private static Set<String> matches(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    pattern.matcher(text).results().forEach(hit -> found.add(hit.group(1)));
    return found;
  }

  private static Set<String> registered() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module : List.of("functions", "jobs", "gateway", "console")) {
      try (Stream<Path> files = Files.walk(Repository.path(module + "/src/main/java"))) {
        for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          names.addAll(matches(REGISTERED, Files.readString(file)));
        }
      }
    }
    return names;
  }

  @Test
  void everyMetricOfOursIsDescribedAndNothingElse() throws IOException {
    String[] parts = Repository.text("docs/metrics.md").split(OTHERS, 2);

    assertThat(parts).hasSize(2);
    assertThat(matches(ROW, parts[0])).isEqualTo(registered());
  }

  @Test
  void registrationsAreFoundInCode() {
    assertThat(
            matches(
                REGISTERED,
                "a = group.counter(\"one\"); Timer.builder(\n  \"two.three\").tag(\"x\", y)"))
        .containsExactly("one", "two.three");
  }

  @Test
  void whatTheJvmTellsIsTrueOfGatewayAndConsole() {
    try (RequestMetrics gateway = new RequestMetrics();
        Metrics console = new Metrics()) {
      Set<String> jvm =
          matches(
              Pattern.compile("`(jvm_\\w+)`"),
              Repository.text("docs/metrics.md").split(OTHERS, 2)[1]);

      assertThat(jvm).isNotEmpty();
      for (String name : jvm) {
        assertThat(gateway.scrape()).contains(name);
        assertThat(console.scrape()).contains(name);
      }
    }
  }
}
