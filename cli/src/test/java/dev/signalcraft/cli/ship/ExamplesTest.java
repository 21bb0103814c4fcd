// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.config.Manifests;
import dev.signalcraft.domain.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of {@code examples/} are what {@code apply} takes, each and all together. */
class ExamplesTest {
  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Repository.path("examples"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void eachFileIsTakenByTheReaderOfApplyAndByTheSchema() throws IOException {
    for (Path file : files()) {
      Manifests read = Manifests.read(file);

      assertThat(read.faults()).isEmpty();
      assertThat(read.documents()).as(file.toString()).isNotEmpty();
      for (Manifests.Manifest document : read.documents()) {
        assertThat(document.kind()).isIn(Kind.MONITOR, Kind.SLO);
        assertThat(Schemas.faults("config.schema.json", document.firstVersion())).isEmpty();
      }
    }
  }

  @Test
  void allOfThemMayStandInOneWorkspace() throws IOException {
    assertThat(Manifests.read(Repository.path("examples")).faults()).isEmpty();
  }

  @Test
  void theDocumentsNameEachOfThem() throws IOException {
    assertThat(files()).isNotEmpty();
    for (Path file : files()) {
      assertThat(Repository.text("docs/config.md")).contains("../examples/" + file.getFileName());
    }
  }
}
