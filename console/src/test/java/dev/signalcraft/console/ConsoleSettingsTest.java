// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.console.replay.FlinkAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleSettingsTest {
  private static final List<String> LEAST =
      List.of(
          "--bootstrap-servers",
          "k:9092",
          "--postgres.url",
          "jdbc:postgresql://db/s",
          "--postgres.user",
          "u",
          "--tokens-file",
          "t");

  @Test
  void whatIsNotGivenHasItsDefault() {
    ConsoleSettings settings =
        ConsoleSettings.read(LEAST, Map.of("SIGNALCRAFT_POSTGRES_PASSWORD", "hidden"));
    assertThat(settings)
        .isEqualTo(
            new ConsoleSettings(
                "k:9092",
                "",
                "127.0.0.1",
                8080,
                "jdbc:postgresql://db/s",
                "u",
                "hidden",
                Path.of("t"),
                FlinkAccess.NONE));
    assertThat(settings.toString()).doesNotContain("hidden");
  }

  @Test
  void unknownAndMissingSettingsAreNamed() {
    assertThatThrownBy(() -> ConsoleSettings.read(List.of("--console.prt", "1"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'console.port'?")
        .hasMessageContaining("missing setting 'postgres.password'")
        .hasMessageContaining("missing setting 'bootstrap-servers'")
        .hasMessageContaining("missing setting 'tokens-file'");
  }
}
