// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import dev.signalcraft.cli.config.Manifests.Manifest;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.routing.Rulebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The documents of files as they would be in force, whatever a console has. */
public final class LocalDocuments {
  private final Manifests manifests;
  private final List<String> faults;

  private LocalDocuments(Manifests manifests, List<String> faults) {
    this.manifests = manifests;
    this.faults = faults;
  }

  /**
   * The documents of a file, or of the YAML files of a directory.
   *
   * @throws IllegalArgumentException where there is no such thing
   */
  public static LocalDocuments read(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no " + path);
    }
    Manifests manifests = Manifests.read(path);
    List<String> faults = new ArrayList<>(manifests.faults());
    if (faults.isEmpty() && manifests.documents().isEmpty()) {
      faults.add(path + ": holds no document");
    }
    return new LocalDocuments(manifests, faults);
  }

  /** What is wrong, each with its place. */
  public List<String> faults() {
    return faults;
  }

  /** What they would do. */
  public Rulebook rulebook() {
    Rulebook rules = new Rulebook();
    for (Manifest manifest : manifests.documents()) {
      ConfigRecord.Metadata metadata = new ConfigRecord.Metadata("default", manifest.name());
      ConfigRecord record =
          new ConfigRecord(manifest.kind().wireName(), metadata, 1, 0, false, manifest.spec());
      rules.add(manifest.name(), 0, manifest.kind().read(record));
    }
    return rules;
  }
}
