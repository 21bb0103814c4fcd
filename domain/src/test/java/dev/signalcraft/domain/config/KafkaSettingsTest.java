// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSettingsTest {
  @TempDir private Path directory;

  @Test
  void withoutAFileAClientIsGivenTheBrokersOnly() {
    assertThat(KafkaSettings.client("a:1,b:2", ""))
        .containsExactlyInAnyOrderEntriesOf(Map.of("bootstrap.servers", "a:1,b:2"));
  }

  @Test
  void theFileAddsToTheBrokersThatTheSettingNames() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("client.properties"),
            "security.protocol=SASL_SSL\nbootstrap.servers=elsewhere:1\n");

    assertThat(KafkaSettings.client("a:1", file.toString()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("bootstrap.servers", "a:1", "security.protocol", "SASL_SSL"));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken"), "a=\\uXYZ");

    for (Path file : new Path[] {directory.resolve("none"), broken}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> KafkaSettings.client("a:1", file.toString()))
          .withMessage("setting 'kafka-properties-file': cannot read " + file);
    }
  }
}
