// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.StartFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of Postgres for this machine, unpacked once per version. */
final class Binaries {
  private final Path home;

  private Binaries(Path home) {
    this.home = home;
  }

  /**
   * The programs under {@code cache}, unpacked there if they are not yet.
   *
   * @throws StartFault where there are none for this machine
   */
  static Binaries in(Path cache) throws IOException {
    String archive = archiveName();
    URL packed = Binaries.class.getResource("/" + archive);
    if (packed == null) {
      throw new StartFault(
          "there are no Postgres binaries for this machine (%s): build on Linux or macOS with x86_64"
                  .formatted(archive)
              + " or arm64 what runs there, or run the programs on a Postgres of your own as"
              + " docs/operations.md says");
    }
    // The address names the version; a new one gets a directory of its own.
    int version = packed.toString().replaceFirst(".*/([^/]+\\.jar)!.*", "$1").hashCode();
    Path home = cache.resolve("postgres-%08x".formatted(version));
    if (!Files.isDirectory(home)) {
      unpack(packed, home);
    }
    return new Binaries(home);
  }

  /** The path of one program. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static String archiveName() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch");
        };
    return "postgres-%s-%s.txz".formatted(system, machine);
  }

  /** Unpacks beside the place and moves it there, so that nobody ever sees half of it. */
  private static void unpack(URL packed, Path home) throws IOException {
    Path parent = Files.createDirectories(home.toAbsolutePath().getParent());
    Path half = Files.createTempDirectory(parent, ".unpack");
    try {
      Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
      try (InputStream in = new BufferedInputStream(packed.openStream());
          TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(entry, tar, half);
        }
      }
      Files.move(half, home);
    } catch (FileAlreadyExistsException e) {
      // Another process was quicker; what it unpacked is the same.
      Directories.delete(half);
    } catch (IOException e) {
      Directories.delete(half);
      throw e;
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("the archive leaves its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
