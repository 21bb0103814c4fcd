// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that a server keeps its data in. */
public final class Directories {
  private Directories() {}

  /**
   * The directory as an absolute path, made where it is missing.
   *
   * @param setting the setting that chooses another one, such as {@code --data}
   * @throws StartFault where it cannot be written
   */
  public static Path requireWritable(Path directory, String setting) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      Files.delete(Files.createTempFile(absolute, ".write", null));
      return absolute.toRealPath();
    } catch (IOException e) {
      throw new StartFault(
          "cannot write to %s: give yourself the permission or choose another directory with %s"
              .formatted(absolute, setting),
          e);
    }
  }

  /** Deletes a directory with all that is in it; nothing where there is none. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
