// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.domain.slo.BurnRate;
import dev.signalcraft.domain.slo.Objective;
import dev.signalcraft.domain.slo.Slo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A file of {@code examples/}, and what each of its documents tells of which traffic. */
public final class Example {
  private static final ObjectReader YAML = new YAMLMapper().readerFor(JsonNode.class);

  private final Map<String, ConfigRecord> documents = new TreeMap<>();
  private final List<Scene> scenes = new ArrayList<>();

  private record Scene(String document, String what, Traffic traffic, List<String> told) {}

  /** Of this name. */
  public static Example of(String file) {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("examples"))) {
      directory = directory.getParent();
    }
    Example example = new Example();
    try {
      List<JsonNode> all =
          YAML.<JsonNode>readValues(directory.resolve("examples").resolve(file).toFile()).readAll();
      for (JsonNode one : all) {
        String name = one.at("/metadata/name").asText();
        ConfigRecord document =
            new ConfigRecord(
                one.path("kind").asText(),
                new ConfigRecord.Metadata("default", name),
                1,
                0,
                false,
                one.get("spec"));
        Kind.check(document);
        assertThat(example.documents.put(name, document)).as(name).isNull();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return example;
  }

  /** Without its documents of other kinds. */
  Example only(String kind) {
    documents.values().removeIf(document -> !document.kind().equals(kind));
    return this;
  }

  /** Its documents, by name. */
  public List<ConfigRecord> documents() {
    return List.copyOf(documents.values());
  }

  /** Traffic from where the runs of tests begin. */
  static Traffic traffic() {
    return Traffic.from(MonitorRun.T0);
  }

  /** The alerts that one of its documents makes of this traffic. */
  List<AlertEvent> alerts(String document, Traffic traffic) {
    return traffic.alerts(documents.get(document));
  }

  /** Of this traffic a document tells exactly this, each as {@code 5 medium}. */
  Example shows(String document, String what, Traffic traffic, String... told) {
    scenes.add(new Scene(document, what, traffic, List.of(told)));
    return this;
  }

  /** A test of each scene, and one that no document and no level of one is without. */
  Stream<DynamicTest> tests() {
    return Stream.concat(
        scenes.stream().map(this::test),
        Stream.of(
            DynamicTest.dynamicTest("every level of every document fires", this::firesEverywhere),
            DynamicTest.dynamicTest("every document stays silent too", this::staysSilent)));
  }

  private DynamicTest test(Scene scene) {
    return DynamicTest.dynamicTest(
        scene.document() + ": " + scene.what(),
        () ->
            assertThat(scene.traffic().told(documents.get(scene.document())))
                .isEqualTo(scene.told()));
  }

  private void firesEverywhere() {
    Set<String> levels = new TreeSet<>();
    for (ConfigRecord document : documents.values()) {
      String name = document.metadata().name();
      if (document.kind().equals(Monitor.KIND)) {
        Monitor monitor = Monitor.read(document);
        for (Monitor.Level level : monitor.levels()) {
          levels.add(name + " " + WireName.of(level.severity()));
        }
        if (monitor.noData().windows() > 0) {
          levels.add(name + " " + WireName.of(monitor.noData().severity()));
        }
      } else {
        for (Objective objective : Slo.read(document).objectives()) {
          for (BurnRate rate : objective.burnRates()) {
            levels.add(name + " " + WireName.of(rate.severity()));
          }
        }
      }
    }
    Set<String> shown = new TreeSet<>();
    for (Scene scene : scenes) {
      for (String told : scene.told()) {
        shown.add(scene.document() + told.substring(told.indexOf(' ')));
      }
    }
    shown.removeIf(told -> told.endsWith(" resolved"));
    assertThat(shown).isEqualTo(levels);
  }

  private void staysSilent() {
    Set<String> silent = new TreeSet<>();
    for (Scene scene : scenes) {
      if (scene.told().isEmpty()) {
        silent.add(scene.document());
      }
    }
    assertThat(silent).isEqualTo(documents.keySet());
  }
}
