// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.secret.Keyset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What opens the local stack; made once for a data directory and printed at each start. The files
 * are the owner's alone.
 *
 * @param keyset seals the secrets of documents
 * @param demoSecret signs the webhooks of the demo integration
 * @param demoKey comes with the measurements of the demo integration
 * @param token opens the console's API
 */
record Credentials(Keyset keyset, String demoSecret, String demoKey, String token) {
  static final String KEYSET_FILE = "keyset.json";
  static final String TOKENS_FILE = "tokens";

  private static final String WORKSPACE = "default";
  private static final int SECRET_BYTES = 32;

  /** Those of the directory; what is missing is made. */
  static Credentials of(DataDirectory data) throws IOException {
    Path keyset = data.resolve(KEYSET_FILE);
    Path secret = data.resolve("demo-secret");
    Path key = data.resolve("demo-key");
    Path token = data.resolve("token");
    if (!Files.exists(secret)) {
      write(secret, random());
    }
    if (!Files.exists(key)) {
      write(key, "sk_" + random());
    }
    Path tokens = data.resolve(TOKENS_FILE);
    if (!Files.exists(token) || !Tokens.knows(tokens, Files.readString(token))) {
      write(token, Tokens.issue(tokens, WORKSPACE, "local"));
    }
    return new Credentials(
        Files.exists(keyset) ? Keyset.load(keyset) : Keyset.create(keyset),
        Files.readString(secret),
        Files.readString(key),
        Files.readString(token));
  }

  private static String random() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** A file that only its owner reads; whole or not at all. */
  static void write(Path file, String text) throws IOException {
    Path draft =
        Files.createTempFile(
            file.getParent(),
            ".draft",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Never a secret. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
