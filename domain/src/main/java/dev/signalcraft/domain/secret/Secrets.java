// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.secret;

import dev.signalcraft.domain.config.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of documents: references to the environment or to a file, or ciphertext that can be read
 * only for the field of the document that it was sealed for.
 */
public final class Secrets {
  /** Where the keyset lies. */
  public static final Setting<String> KEYSET_FILE =
      Setting.text("keyset-file", "", "Keyset file for enc: secrets; empty where there are none.");

  /** Where secrets in files lie. */
  public static final Setting<String> DIRECTORY =
      Setting.text(
          "secrets-directory",
          "/run/secrets",
          "Directory that file: secrets lie in; none is read elsewhere.");

  private static final String ENV = "env:";
  private static final String FILE = "file:";
  private static final String SEALED = "enc:v1:";
  private static final String OWN = "SIGNALCRAFT_";
  private static final int MAX_FILE_BYTES = 64 << 10;

  /** What clouds mount below {@code /run/secrets} for a program itself: its own identity. */
  private static final Set<String> OF_THE_PLATFORM =
      Set.of("azure", "eks.amazonaws.com", "kubernetes.io");

  private final @Nullable Keyset keyset;
  private final Path directory;
  private final Map<String, String> environment;

  /** Secrets of this environment and directory; without a keyset there is no ciphertext. */
  public Secrets(@Nullable Keyset keyset, Path directory, Map<String, String> environment) {
    this.keyset = keyset;
    this.directory = directory.toAbsolutePath().normalize();
    this.environment = environment;
  }

  /** Secrets of this environment, and of files where they usually lie. */
  public Secrets(@Nullable Keyset keyset, Map<String, String> environment) {
    this(keyset, Path.of("/run/secrets"), environment);
  }

  /** Secrets with the keyset of a file; an empty name means none. */
  public static Secrets read(String keysetFile, String directory, Map<String, String> environment) {
    return new Secrets(
        keysetFile.isEmpty() ? null : Keyset.load(Path.of(keysetFile)),
        Path.of(directory),
        environment);
  }

  /**
   * The text as {@code enc:v1:} ciphertext for one field of one document.
   *
   * @throws IllegalArgumentException when there is no keyset
   */
  public String seal(String plain, String workspace, String kind, String name, String field) {
    byte[] associated = associated(workspace, kind, name, field);
    try {
      return SEALED
          + Base64.getEncoder()
              .encodeToString(keyset().seal(plain.getBytes(StandardCharsets.UTF_8), associated));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keyset cannot encrypt", e);
    }
  }

  /**
   * The secret behind {@code env:NAME}, {@code file:PATH} (without a newline at its end) or {@code
   * enc:v1:…}; never empty.
   *
   * @throws IllegalArgumentException what is wrong with the reference and what to do
   */
  public String resolve(
      String reference, String workspace, String kind, String name, String field) {
    String secret;
    if (reference.startsWith(ENV)) {
      String variable = reference.substring(ENV.length());
      if (variable.startsWith(OWN)) {
        throw new IllegalArgumentException(
            "env: SIGNALCRAFT_… are Signalcraft's own settings; set a variable of another name");
      }
      secret = environment.get(variable);
      if (secret == null) {
        throw new IllegalArgumentException(
            "env: the environment has no variable of this name; set it and start again");
      }
    } else if (reference.startsWith(FILE)) {
      secret = fromFile(reference.substring(FILE.length()));
    } else if (reference.startsWith(SEALED)) {
      secret = open(reference.substring(SEALED.length()), associated(workspace, kind, name, field));
    } else {
      throw new IllegalArgumentException(
          "a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text");
    }
    if (secret.isEmpty()) {
      throw new IllegalArgumentException(
          reference.substring(0, reference.indexOf(':') + 1) + " the secret is empty; write one");
    }
    return secret;
  }

  private String fromFile(String name) {
    try {
      Path asked = directory.resolve(name).normalize();
      Path file = Files.exists(asked) ? asked.toRealPath() : asked;
      // Of what lies outside nobody learns whether it is there.
      if (!isInside(file)) {
        throw new IllegalArgumentException(
            "file: lies outside of secrets-directory; mount the secret there");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new IllegalArgumentException("file: is no regular file; write the secret into one");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
        if (content.length > MAX_FILE_BYTES) {
          throw new IllegalArgumentException("file: larger than 64 KiB is no secret");
        }
        return withoutNewline(text(content));
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("file: not UTF-8 text; write the secret as text", e);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "file: cannot be read; mount it and let this user read it", e);
    }
  }

  private boolean isInside(Path file) throws IOException {
    Path home = Files.exists(directory) ? directory.toRealPath() : directory;
    Path inside = file.startsWith(home) ? home : directory;
    return file.startsWith(inside)
        && !OF_THE_PLATFORM.contains(String.valueOf(inside.relativize(file).getName(0)));
  }

  private static String withoutNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private String open(String base64, byte[] associated) {
    Keyset keys = keyset();
    try {
      return text(keys.open(Base64.getDecoder().decode(base64), associated));
    } catch (GeneralSecurityException | CharacterCodingException | IllegalArgumentException e) {
      // The cause is left out: a decoder may quote what it read.
      throw new IllegalArgumentException(
          "enc:v1: cannot be opened: made with another keyset or for another field; seal it again");
    }
  }

  private Keyset keyset() {
    if (keyset == null) {
      throw new IllegalArgumentException("enc:v1: needs a keyset; set keyset-file");
    }
    return keyset;
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static byte[] associated(String... parts) {
    for (String part : parts) {
      if (part.isEmpty() || part.indexOf('/') >= 0) {
        throw new IllegalArgumentException(
            "a secret belongs to a workspace, a kind, a name and a field, each without a slash");
      }
    }
    return String.join("/", parts).getBytes(StandardCharsets.UTF_8);
  }

  /** Never a secret. */
  @Override
  public String toString() {
    return keyset == null ? "Secrets without keyset" : "Secrets with keyset";
  }
}
