// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir Path directory;
  private Secrets secrets;

  @BeforeEach
  void createKeyset() {
    Keyset keyset = Keyset.create(directory.resolve("keyset.json"));
    secrets =
        new Secrets(
            keyset,
            directory,
            Map.of("SENTRY_SECRET", "from-env", "EMPTY", "", "SIGNALCRAFT_POSTGRES_PASSWORD", "x"));
  }

  private String resolve(String reference) {
    return secrets.resolve(reference, "default", "Integration", "demo", "secrets");
  }

  private String fileWith(byte[] content) throws IOException {
    return "file:" + Files.write(directory.resolve("secret"), content);
  }

  @Test
  void sealedTextOpensForItsOwnField() {
    String sealed = secrets.seal("schlüssel", "default", "Integration", "demo", "secrets");

    assertThat(sealed).matches("enc:v1:[A-Za-z0-9+/=]+").doesNotContain("schl");
    assertThat(resolve(sealed)).isEqualTo("schlüssel");
  }

  @Test
  void sealingTwiceGivesTwoTexts() {
    assertThat(secrets.seal("a", "w", "k", "n", "f"))
        .isNotEqualTo(secrets.seal("a", "w", "k", "n", "f"));
  }

  @ParameterizedTest
  @CsvSource({
    "other, Integration, demo, secrets",
    "default, Channel, demo, secrets",
    "default, Integration, other, secrets",
    "default, Integration, demo, token"
  })
  void sealedTextOpensForNoOtherField(String workspace, String kind, String name, String field) {
    String sealed = secrets.seal("s3cret", "default", "Integration", "demo", "secrets");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets.resolve(sealed, workspace, kind, name, field))
        .withMessageContaining("enc:v1: cannot be opened")
        .withNoCause();
  }

  @Test
  void partsWithSlashesCannotBeShiftedIntoEachOther() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> secrets.seal("a", "default", "Integration", "a/b", "c"))
        .withMessageContaining("without a slash");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enc:v1:", "enc:v1:%%%", "enc:v1:AAAA"})
  void damagedCiphertextIsRefused(String damaged) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve(damaged))
        .withMessageContaining("seal it again");
  }

  @Test
  void ciphertextNeedsAKeyset() {
    Secrets without = Secrets.read("", "/run/secrets", Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> without.resolve("enc:v1:AAAA", "w", "k", "n", "f"))
        .withMessageContaining("set keyset-file");
    assertThat(without).hasToString("Secrets without keyset");
  }

  @Test
  void readsTheEnvironment() {
    assertThat(resolve("env:SENTRY_SECRET")).isEqualTo("from-env");
  }

  @ParameterizedTest
  @CsvSource({"env:ABSENT, no variable", "env:EMPTY, the secret is empty"})
  void aVariableWithoutASecretIsRefused(String reference, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve(reference))
        .withMessageStartingWith("env:")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "'s3cret', 's3cret'",
    "'s3cret\n', 's3cret'",
    "'s3cret\r\n', 's3cret'",
    "'s\n\n', 's\n'"
  })
  void readsAFileWithoutItsLastNewline(String content, String secret) throws IOException {
    assertThat(resolve(fileWith(content.getBytes(StandardCharsets.UTF_8)))).isEqualTo(secret);
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    String reference = fileWith(new byte[] {(byte) 0xff, 0x01});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve(reference))
        .withMessageContaining("not UTF-8");
  }

  @Test
  void aLargeFileIsNoSecret() throws IOException {
    String reference = fileWith(new byte[(64 << 10) + 1]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve(reference))
        .withMessageContaining("64 KiB");
  }

  @Test
  void aDeviceOrAPipeIsNoSecret() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Secrets everywhere = new Secrets(null, Path.of("/"), Map.of());

    for (String reference : List.of("file:/dev/zero", "file:" + pipe, "file:" + directory)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> everywhere.resolve(reference, "w", "k", "n", "f"))
          .withMessage("file: is no regular file; write the secret into one");
    }
  }

  @Test
  void aFileElsewhereIsRefusedWhetherItIsThereOrNot() throws IOException {
    Path elsewhere = Files.writeString(directory.resolveSibling("elsewhere"), "s3cret");
    Files.createSymbolicLink(directory.resolve("link"), elsewhere);

    for (String name :
        List.of("/etc/passwd", "/does/not/exist", "../elsewhere", directory + "/link", "link")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> resolve("file:" + name))
          .withMessage("file: lies outside of secrets-directory; mount the secret there");
    }
    Files.delete(elsewhere);
  }

  @Test
  void aMountOfKubernetesIsReadThroughItsLinks() throws IOException {
    Path version = Files.createDirectory(directory.resolve("..2026_03_01"));
    Files.writeString(version.resolve("smtp"), "s3cret\n");
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_03_01"));
    Files.createSymbolicLink(directory.resolve("smtp"), Path.of("..data/smtp"));

    assertThat(resolve("file:" + directory + "/smtp")).isEqualTo("s3cret");
    assertThat(resolve("file:smtp")).isEqualTo("s3cret");
  }

  @Test
  void whatAPlatformMountsForTheProgramItselfIsNobodysSecret() throws IOException {
    Path account = Files.createDirectories(directory.resolve("kubernetes.io/serviceaccount"));
    Files.writeString(account.resolve("token"), "s3cret");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve("file:" + account + "/token"))
        .withMessage("file: lies outside of secrets-directory; mount the secret there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIGNALCRAFT_POSTGRES_PASSWORD", "SIGNALCRAFT_ABSENT"})
  void theSettingsOfSignalcraftAreNoSecretsOfDocuments(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve("env:" + name))
        .withMessage(
            "env: SIGNALCRAFT_… are Signalcraft's own settings; set a variable of another name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:absent", "file:\0"})
  void aFileThatIsNotThereIsRefused(String reference) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve(reference))
        .withMessageStartingWith("file: cannot be read");
  }

  @Test
  void plainTextIsRefusedAndNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> resolve("hunter2"))
        .withMessageContaining("never plain text")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void showsNothingSecret() {
    assertThat(secrets).hasToString("Secrets with keyset");
  }
}
