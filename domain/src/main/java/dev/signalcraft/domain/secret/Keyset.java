// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/** The keys that secrets in config records are sealed with: a Tink keyset in a file of its own. */
public final class Keyset {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> OWNER_AND_GROUP =
      PosixFilePermissions.fromString("rw-r-----");

  /** Reading by the group is allowed: a Kubernetes secret volume with an fsGroup needs it. */
  private static final Set<PosixFilePermission> TOO_OPEN =
      PosixFilePermissions.fromString("----w-rwx");

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Aead aead;

  private Keyset(Aead aead) {
    this.aead = aead;
  }

  /**
   * Writes a new AES256-GCM keyset that only the owner of the file can read.
   *
   * @throws IllegalArgumentException when the file exists or cannot be written
   */
  public static Keyset create(Path file) {
    return create(file, OWNER_ONLY);
  }

  /**
   * Writes a new AES256-GCM keyset that the owner of the file and its group can read.
   *
   * @throws IllegalArgumentException when the file exists or cannot be written
   */
  public static Keyset createForGroup(Path file) {
    return create(file, OWNER_AND_GROUP);
  }

  private static Keyset create(Path file, Set<PosixFilePermission> permissions) {
    try {
      KeysetHandle handle =
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(
              handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      write(file, permissions, json.getBytes(StandardCharsets.UTF_8));
      return new Keyset(handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException("keyset file " + file + " exists already; load it", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "keyset file " + file + " cannot be written; choose a directory that is yours", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime makes no AES256-GCM keys", e);
    }
  }

  /**
   * Reads a keyset.
   *
   * @throws IllegalArgumentException when the file is missing, open to others, or no keyset
   */
  public static Keyset load(Path file) {
    String json;
    try {
      refuseIfOpen(file);
      json = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "keyset file " + file + " does not exist; mount it or name another with keyset-file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "keyset file " + file + " cannot be read; it must be text that this user may read", e);
    }
    try {
      return new Keyset(
          TinkJsonProtoKeysetFormat.parseKeyset(
                  json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
              .getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException e) {
      // The cause is left out: a parser may quote what it read.
      throw new IllegalArgumentException(
          "keyset file " + file + " holds no AEAD keyset in Tink's clear JSON form");
    }
  }

  byte[] seal(byte[] plain, byte[] associated) throws GeneralSecurityException {
    return aead.encrypt(plain, associated);
  }

  byte[] open(byte[] sealed, byte[] associated) throws GeneralSecurityException {
    return aead.decrypt(sealed, associated);
  }

  private static void refuseIfOpen(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      if (TOO_OPEN.contains(permission)) {
        throw new IllegalArgumentException(
            "keyset file " + file + " is open to other users; run chmod 600 " + file);
      }
    }
  }

  private static void write(Path file, Set<PosixFilePermission> permissions, byte[] content)
      throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try (FileChannel channel =
        posix
            ? FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(permissions))
            : FileChannel.open(file, options)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** Never the keys. */
  @Override
  public String toString() {
    return "Keyset";
  }
}
