// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir Path root;

  @Test
  void aMissingDirectoryIsMade() {
    assertThat(Directories.requireWritable(root.resolve("a/b"), "--data")).isEmptyDirectory();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldInOneLine() throws Exception {
    Path file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> Directories.requireWritable(file.resolve("data"), "--data"))
        .isInstanceOf(StartFault.class)
        .hasMessageStartingWith("cannot write to " + file.resolve("data"))
        .hasMessageContaining("--data")
        .hasMessageNotContaining("\n");
  }

  @Test
  void deletingTakesEverythingBelow() throws Exception {
    Path directory = Files.createDirectories(root.resolve("a/b")).getParent();
    Files.createFile(directory.resolve("b/file"));
    Directories.delete(directory);
    assertThat(root).isEmptyDirectory();
  }
}
