// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of documents. */
class ManifestsTest {
  private static final String SLO =
      """
      apiVersion: %s
      kind: %s
      metadata: {name: checkout%s}
      spec:
        service: checkout
        indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: x}}}}}
        timeWindow: [{duration: 30d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{op: lte, value: 1, target: 0.99}]
      """;

  @TempDir Path directory;

  private Manifests read(String version, String kind, String more) throws IOException {
    Path file = directory.resolve("slo.yaml");
    Files.writeString(file, SLO.formatted(version, kind, more));
    return Manifests.read(file);
  }

  @Test
  void aFileOfOpenSloIsTakenAsItIs() throws IOException {
    Manifests read = read("openslo/v1", "SLO", "");

    assertThat(read.faults()).isEmpty();
    assertThat(read.documents())
        .extracting(Manifests.Manifest::key)
        .containsExactly("SLO/checkout");
  }

  @Test
  void anotherVersionOfItAndWhatItMaySayBesideIsRefusedByName() throws IOException {
    assertThat(read("openslo/v2", "SLO", "").faults())
        .singleElement()
        .asString()
        .contains("(SLO/checkout): apiVersion: no such field");
    assertThat(read("openslo/v1", "Monitor", "").faults())
        .singleElement()
        .asString()
        .contains("(Monitor/checkout): apiVersion: no such field");
    assertThat(read("openslo/v1", "SLO", ", displayName: Checkout").faults())
        .singleElement()
        .asString()
        .contains("(SLO/checkout): metadata.displayName: no such field");
  }
}
