// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("keyset.json");
  }

  private void permissions(String text) throws IOException {
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(text));
  }

  @Test
  void aNewKeysetIsReadableByItsOwnerOnly() throws IOException {
    Keyset.create(file());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file())).contains("AesGcmKey");
  }

  @Test
  void aLoadedKeysetOpensWhatTheCreatedOneSealed() {
    Secrets before = new Secrets(Keyset.create(file()), Map.of());
    String sealed = before.seal("s3cret", "default", "Integration", "demo", "secrets");

    Secrets after = Secrets.read(file().toString(), "/run/secrets", Map.of());

    assertThat(after.resolve(sealed, "default", "Integration", "demo", "secrets"))
        .isEqualTo("s3cret");
  }

  @Test
  void anExistingKeysetIsNeverOverwritten() throws IOException {
    Files.writeString(file(), "precious");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.create(file()))
        .withMessageContaining("exists already");
    assertThat(Files.readString(file())).isEqualTo("precious");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.create(directory.resolve("no/keyset.json")))
        .withMessageContaining("no/keyset.json cannot be written");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.load(file()))
        .withMessageContaining("keyset.json does not exist");
  }

  @Test
  void aDirectoryIsNoKeyset() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.load(Files.createDirectory(file())))
        .withMessageContaining("keyset.json");
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws IOException {
    Keyset.create(file());
    permissions("rw-r--r--");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.load(file()))
        .withMessageContaining("chmod 600");
  }

  @Test
  void aFileThatItsGroupCanReadIsAccepted() throws IOException {
    Keyset.create(file());
    permissions("r--r-----");

    assertThat(Keyset.load(file())).hasToString("Keyset");
  }

  @Test
  void aFileThatIsNoKeysetIsRefusedWithoutItsContent() throws IOException {
    Files.writeString(file(), "{\"key\":\"hunter2\"}");
    permissions("rw-------");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyset.load(file()))
        .withMessageContaining("no AEAD keyset")
        .withNoCause()
        .withMessageNotContaining("hunter2");
  }
}
