// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of access tokens: a line of JSON ({@code workspace}, {@code name}, {@code sha256}) for
 * each. It holds nothing that opens anything.
 */
public final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
  private static final String PREFIX = "sc_";
  private static final int RANDOM_BYTES = 32;
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

  private Tokens() {}

  /**
   * Makes a token and writes its hash; an older token of the same workspace and name ends. Readers
   * see the file before or after, never in between.
   *
   * @return the token's text, which is kept nowhere
   * @throws IllegalArgumentException when workspace or name is not {@code [a-z0-9-]{1,63}}, or when
   *     the name stands for no person
   */
  public static synchronized String issue(Path file, String workspace, String name)
      throws IOException {
    if (!NAME.matcher(workspace).matches() || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a token's workspace and name are 1 to 63 of a-z, 0-9 and -");
    }
    if (!Token.isActor(name)) {
      throw new IllegalArgumentException(
          "a token's name is never " + name + ": records call what is no person so");
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Token token = new Token(workspace, name, HexFormat.of().formatHex(hash(text)));

    Path target = file.toAbsolutePath();
    Path lockFile = target.resolveSibling(target.getFileName() + ".lock");
    Path directory = Objects.requireNonNull(target.getParent(), "a file has a directory");
    Files.createDirectories(directory);
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Held until the channel is closed: other processes wait, other threads at the method.
      channel.lock();
      List<Token> tokens = new ArrayList<>(read(target));
      tokens.removeIf(token::sameHolder);
      tokens.add(token);
      write(directory, target, tokens);
    }
    return text;
  }

  /** Whether the file knows this token; false where there is no file. */
  public static boolean knows(Path file, String text) throws IOException {
    byte[] hash = hash(text);
    for (Token token : read(file)) {
      if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(token.sha256()))) {
        return true;
      }
    }
    return false;
  }

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The tokens of the file, none where there is no file; lines that are none are left out. */
  static List<Token> read(Path file) throws IOException {
    List<Token> tokens = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return tokens;
    }
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        try {
          Token token = Json.mapper().readValue(lines.get(i), Token.class);
          if (token.workspace() == null
              || HexFormat.of().parseHex(String.valueOf(token.sha256())).length != 32) {
            throw new IllegalArgumentException("a field is missing");
          }
          tokens.add(token);
        } catch (JsonProcessingException | IllegalArgumentException e) {
          LOG.warn("Line {} of {} is no token and opens nothing", i + 1, file);
        }
      }
    }
    return tokens;
  }

  private static void write(Path directory, Path file, List<Token> tokens) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Token token : tokens) {
      lines.append(Json.mapper().writeValueAsString(token)).append('\n');
    }
    Path draft =
        Files.createTempFile(
            directory,
            ".tokens",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, lines);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
