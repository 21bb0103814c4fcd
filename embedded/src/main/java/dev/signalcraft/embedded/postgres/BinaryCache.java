// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Where the unpacked programs are kept between starts. */
final class BinaryCache {
  private BinaryCache() {}

  /** The user's cache; for another account a place that it can reach. */
  static Path of(Account account) throws IOException {
    if (account == Account.NOBODY) {
      return shared();
    }
    Map<String, String> environment = System.getenv();
    String cache = environment.get("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    try {
      return Files.createDirectories(base.resolve("signalcraft"));
    } catch (IOException e) {
      return shared();
    }
  }

  /** Ours alone to write: a place that somebody else prepared is not trusted. */
  private static Path shared() throws IOException {
    UnixSystem self = new UnixSystem();
    Path own = Path.of(System.getProperty("java.io.tmpdir"), "signalcraft-" + self.getUid());
    Files.createDirectories(own);
    if (!Files.getAttribute(own, "unix:uid").toString().equals(Long.toString(self.getUid()))) {
      own = Files.createTempDirectory("signalcraft");
    }
    return Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
