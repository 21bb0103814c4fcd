// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.gateway.config.Senders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir Path root;

  @Test
  void theyAreMadeOnceAndAreTheOwnersAlone() throws Exception {
    try (DataDirectory data = DataDirectory.open(root)) {
      Credentials made = Credentials.of(data);
      Credentials again = Credentials.of(data);

      assertThat(made.token()).startsWith("sc_").isEqualTo(again.token());
      assertThat(made.demoSecret()).matches("[0-9a-f]{64}").isEqualTo(again.demoSecret());
      assertThat(made.demoKey()).matches("sk_[0-9a-f]{64}").isEqualTo(again.demoKey());
      for (String file : List.of("token", "demo-secret", "demo-key", "keyset.json")) {
        assertThat(Files.getPosixFilePermissions(data.resolve(file)))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
      assertThat(made.toString())
          .doesNotContain(made.token())
          .doesNotContain(made.demoSecret())
          .doesNotContain(made.demoKey());
    }
  }

  @Test
  void aTokenWhoseHashIsLostIsReplaced() throws Exception {
    try (DataDirectory data = DataDirectory.open(root)) {
      String lost = Credentials.of(data).token();
      Files.delete(data.resolve(Credentials.TOKENS_FILE));
      assertThat(Credentials.of(data).token()).startsWith("sc_").isNotEqualTo(lost);
    }
  }

  @Test
  void aTokenThatWasEndedByAnotherOfItsNameIsReplaced() throws Exception {
    try (DataDirectory data = DataDirectory.open(root)) {
      String ended = Credentials.of(data).token();
      String other = Tokens.issue(data.resolve(Credentials.TOKENS_FILE), "default", "local");

      assertThat(Credentials.of(data).token()).isNotIn(ended, other);
    }
  }

  @Test
  void theIntegrationOfMeasurementsHoldsNoMoreThanTheHashOfItsKey() throws Exception {
    try (DataDirectory data = DataDirectory.open(root)) {
      Credentials credentials = Credentials.of(data);
      ConfigRecord document = DemoIntegration.metrics(credentials);
      Integration integration = Integration.read(document);

      assertThat(document.key()).isEqualTo("Integration/default/demo-metrics");
      assertThat(document.toString()).doesNotContain(credentials.demoKey().substring(3));
      assertThat(integration.source()).isEqualTo("metrics");
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(credentials.demoKey().getBytes(UTF_8));
      assertThat(integration.keySha256()).containsExactly(HexFormat.of().formatHex(hash));
    }
  }

  @Test
  void theDemoIntegrationHoldsItsSecretSealed() throws Exception {
    try (DataDirectory data = DataDirectory.open(root)) {
      Credentials credentials = Credentials.of(data);
      ConfigRecord document = DemoIntegration.document(credentials);
      Integration integration = Integration.read(document);

      assertThat(document.key()).isEqualTo("Integration/default/demo");
      assertThat(document.toString()).doesNotContain(credentials.demoSecret());
      assertThat(integration.source()).isEqualTo("sentry");
      assertThat(integration.keySha256()).hasSize(1);
      assertThat(
              new Secrets(credentials.keyset(), Map.of())
                  .resolve(
                      integration.secrets().get(0),
                      "default",
                      Integration.KIND,
                      "demo",
                      Senders.SECRET_FIELD))
          .isEqualTo(credentials.demoSecret());
    }
  }
}
