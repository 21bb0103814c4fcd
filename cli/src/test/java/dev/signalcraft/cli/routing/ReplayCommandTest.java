// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final String RULE =
      """
      kind: RoutingRule
      metadata: {name: all}
      spec: {notify: [{channel: chat, sendResolved: true}]}
      """;

  private static final String LINE =
      "{\"logTime\":\"2026-03-02T00:00:0%dZ\",\"event\":{\"source\":\"sentry\",\"title\":\"Boom\","
          + "\"status\":\"%s\"}}";

  @TempDir Path directory;
  private final TestCommandLine line = new TestCommandLine();

  @Test
  void groupsAndNotificationsAreOneDocumentOfJson() throws IOException {
    Path with = rules(RULE);
    Path file = history(LINE.formatted(1, "firing"), LINE.formatted(2, "resolved"));

    assertThat(run("--file", file.toString(), "--with", with.toString(), "--groups")).isZero();

    JsonNode printed = Json.mapper().readTree(String.join("\n", line.out()));
    assertThat(printed.fieldNames()).toIterable().containsExactly("groups", "notifications");
    assertThat(printed.path("groups")).hasSize(1);
    assertThat(printed.at("/groups/0/status").asText()).isEqualTo("resolved");
    assertThat(printed.path("notifications"))
        .extracting(notification -> notification.path("reason").textValue())
        .containsExactly("opened", "resolved");
    assertThat(line.err()).isEmpty();
  }

  @Test
  void withoutGroupsItCountsByRuleAndChannel() throws IOException {
    Path with = rules(RULE);
    Path file = history(LINE.formatted(1, "firing"), LINE.formatted(2, "resolved"));

    assertThat(run("--file", file.toString(), "--with", with.toString())).isZero();

    assertThat(line.out().stream().map(row -> row.replaceAll(" +", " ")))
        .containsExactly("RULE CHANNEL NOTIFICATIONS", "all chat 2");
  }

  @Test
  void aBadLineIsOneLineWithItsNumber() throws IOException {
    Path file = history(LINE.formatted(1, "firing"), "{\"logTime\":\"soon\"}");

    assertThat(run("--file", file.toString(), "--groups")).isEqualTo(2);

    assertThat(line.out()).isEmpty();
    assertThat(line.err()).hasSize(1).first().asString().contains("line 2: logTime: write a time");
  }

  @Test
  void whatIsWrongWithADocumentOrAPathIsSaidBeforeAnythingIsDecided() throws IOException {
    Path file = history(LINE.formatted(1, "firing"));
    Path with = rules(RULE.replace("channel", "chanel"));

    assertThat(run("--file", file.toString(), "--with", with.toString())).isEqualTo(2);
    assertThat(run("--file", file.toString(), "--with", directory + "/none")).isEqualTo(2);
    assertThat(run("--file", directory + "/none")).isEqualTo(2);

    assertThat(line.err()).hasSize(3);
    assertThat(line.err().get(0)).contains("spec.notify[0].chanel: no such field");
    assertThat(line.err().get(1)).contains("which --with names");
    assertThat(line.err().get(2)).contains("which --file names");
  }

  private int run(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "rules";
    words[1] = "replay";
    System.arraycopy(options, 0, words, 2, options.length);
    return line.run(words);
  }

  private Path rules(String text) throws IOException {
    Path with = Files.createDirectories(directory.resolve("rules"));
    Files.writeString(with.resolve("rules.yaml"), text);
    return with;
  }

  private Path history(String... lines) throws IOException {
    return Files.write(directory.resolve("history.ndjson"), List.of(lines));
  }
}
