// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Setting<String> SERVERS =
      Setting.text("bootstrap-servers", null, "Where Kafka is.");
  private static final Setting<Integer> PORT =
      Setting.number("gateway.port", 0, 65_535, "8090", "Where to listen.");
  private static final Setting<Duration> WINDOW =
      Setting.duration("dedup-window", "30m", "How long a group takes events.");
  private static final Setting<String> DELIVERY =
      Setting.choice("delivery", List.of("at-least-once", "exactly-once"), "at-least-once", "How.");
  private static final Setting<String> PASSWORD = Setting.secret("password", "", "The password.");
  private static final List<Setting<?>> ALL = List.of(SERVERS, PORT, WINDOW, DELIVERY, PASSWORD);

  private static Settings read(String... arguments) {
    return Settings.read(ALL, List.of(arguments), Map.of());
  }

  @Test
  void argumentsComeBeforeTheFileAndThatBeforeTheEnvironment(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("s.yaml");
    Files.writeString(file, "gateway:\n  port: 2\nbootstrap-servers: file:9092\n");
    Map<String, String> environment =
        Map.of("SIGNALCRAFT_GATEWAY_PORT", "3", "SIGNALCRAFT_DEDUP_WINDOW", "5m");

    Settings settings =
        Settings.read(
            ALL, List.of("--config", file.toString(), "--bootstrap-servers=arg:9092"), environment);
    assertThat(settings.get(SERVERS)).isEqualTo("arg:9092");
    assertThat(settings.get(PORT)).isEqualTo(2);
    assertThat(settings.get(WINDOW)).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.get(DELIVERY)).isEqualTo("at-least-once");
  }

  @Test
  void everyFaultIsToldAtOnceWithTheNearestKnownName() {
    assertThatThrownBy(
            () -> read("--dedup-windw", "5m", "--gateway.port", "x", "--delivery", "no", "stray"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown setting 'dedup-windw'; did you mean 'dedup-window'?")
        .hasMessageContaining("setting 'gateway.port': write a number from 0 to 65535, not 'x'")
        .hasMessageContaining("write one of at-least-once, exactly-once, not 'no'")
        .hasMessageContaining("unexpected 'stray'")
        .hasMessageContaining("missing setting 'bootstrap-servers': Where Kafka is.");
    assertThatThrownBy(() -> read("--bootstrap-servers"))
        .hasMessageContaining("'bootstrap-servers' has no value");
  }

  @Test
  void aFileThatCannotBeReadIsTold(@TempDir Path folder) throws IOException {
    assertThatThrownBy(() -> read("--config", folder.resolve("none.yaml").toString()))
        .hasMessageContaining("cannot read");
    Path broken = Files.writeString(folder.resolve("b.yaml"), "a: [");
    assertThatThrownBy(() -> read("--config", broken.toString())).hasMessageContaining("not YAML");
  }

  @Test
  void aSecretIsNeverShown() {
    Settings settings = read("--bootstrap-servers", "k:9092", "--password", "hunter2");
    assertThat(settings.get(PASSWORD)).isEqualTo("hunter2");
    assertThat(settings.toString()).doesNotContain("hunter2").contains("k:9092");
  }

  @Test
  void aSettingOfAnotherProgramIsRefused() {
    Settings settings = read("--bootstrap-servers", "k:9092");
    assertThatThrownBy(() -> settings.get(Setting.text("other", null, "x")))
        .hasMessageContaining("'other'");
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "5m,300000", "24h,86400000", "7d,604800000"})
  void durationsHaveAUnit(String text, long millis) {
    assertThat(Setting.parseDuration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 m", "-5m", "5w", "1e3s", "99999999999s"})
  void otherTextIsNoDuration(String text) {
    assertThatThrownBy(() -> Setting.parseDuration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30s");
  }
}
