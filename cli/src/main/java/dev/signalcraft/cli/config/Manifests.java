// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.slo.Slo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The documents in YAML files, checked as whoever uses them will. */
public final class Manifests {
  private static final long MAX_BYTES = 16 << 20;
  private static final List<String> FIELDS = List.of("kind", "metadata", "spec");
  private static final List<String> OPEN_SLO = List.of("apiVersion", "kind", "metadata", "spec");
  private static final List<String> NAMES = List.of("workspace", "name");

  private final List<Manifest> documents = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> places = new HashMap<>();

  /**
   * A document of a file.
   *
   * @param place the file and which document of it
   * @param workspace null where it names none
   */
  public record Manifest(
      String place, Kind kind, @Nullable String workspace, String name, JsonNode spec) {
    String key() {
      return kind.wireName() + "/" + name;
    }

    /** As a first version, of the default workspace where it names none. */
    public ConfigRecord firstVersion() {
      return document(kind.wireName(), workspace, name, spec);
    }
  }

  /** The documents of a file, or of the {@code .yaml} and {@code .yml} files of a directory. */
  public static Manifests read(Path path) throws IOException {
    Manifests manifests = new Manifests();
    List<Path> files = List.of(path);
    if (Files.isDirectory(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        files =
            all.filter(file -> file.toString().matches(".*\\.ya?ml") && Files.isRegularFile(file))
                .sorted()
                .toList();
      }
    }
    for (Path file : files) {
      manifests.add(file);
    }
    manifests.documents.sort(Comparator.comparing(Manifest::kind).thenComparing(Manifest::name));
    return manifests;
  }

  /** The documents, those first that others name. */
  public List<Manifest> documents() {
    return documents;
  }

  /** What is wrong, each with its file, which document of it, and the place there. */
  public List<String> faults() {
    return faults;
  }

  private void add(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) > MAX_BYTES) {
      faults.add(file + ": cannot be read, or is too large");
      return;
    }
    int index = 0;
    try (MappingIterator<JsonNode> all =
        Yaml.MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (all.hasNextValue()) {
        JsonNode document = all.nextValue();
        if (document != null && !document.isNull() && !document.isMissingNode()) {
          index++;
          add("%s, document %d".formatted(file, index), document);
        }
      }
    } catch (JacksonException e) {
      faults.add(
          "%s, document %d: line %d, column %d: %s"
              .formatted(
                  file,
                  index + 1,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("is no YAML")));
    }
  }

  private void add(String place, JsonNode document) {
    JsonNode metadata = document.path("metadata");
    boolean openSlo =
        document.path("kind").asText().equals(Slo.KIND)
            && document.path("apiVersion").asText(Slo.API_VERSION).equals(Slo.API_VERSION);
    String unknown = unknown(document, openSlo ? OPEN_SLO : FIELDS, "");
    unknown = unknown == null ? unknown(metadata, NAMES, "metadata.") : unknown;
    String kind = document.path("kind").asText();
    String workspace = metadata.path("workspace").textValue();
    String name = metadata.path("name").asText();
    if (!document.isObject() || !metadata.isObject() || kind.isEmpty() || name.isEmpty()) {
      faults.add(place + ": give kind, metadata with name, and spec");
      return;
    }
    String what = "%s (%s/%s): ".formatted(place, kind, name);
    if (unknown != null) {
      faults.add(what + unknown);
      return;
    }
    try {
      Kind known = Kind.check(document(kind, workspace, name, document.get("spec")));
      Manifest manifest = new Manifest(place, known, workspace, name, document.path("spec"));
      String twin = places.putIfAbsent(manifest.key(), place);
      if (twin != null) {
        faults.add(what + "is also " + twin);
      }
      documents.add(manifest);
    } catch (IllegalArgumentException e) {
      faults.add(what + e.getMessage());
    }
  }

  private static ConfigRecord document(
      String kind, @Nullable String workspace, String name, @Nullable JsonNode spec) {
    return new ConfigRecord(
        kind,
        new ConfigRecord.Metadata(workspace == null ? "default" : workspace, name),
        1,
        0,
        false,
        spec);
  }

  private static @Nullable String unknown(JsonNode object, List<String> known, String place) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        return "%s%s: no such field; did you mean %s?"
            .formatted(place, name, Nearest.of(name, known));
      }
    }
    return null;
  }
}
