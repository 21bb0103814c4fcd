// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.bench.Main;
import dev.signalcraft.domain.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs the whole benchmark for two seconds; its figures mean nothing then. */
class DeliveryCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyNotificationArrivesOnce() throws Exception {
    run("-o", "json");

    JsonNode report = Json.mapper().readTree(out.toString());
    assertThat(report.get("decided").intValue()).isEqualTo(100);
    assertThat(report.get("arrived").intValue()).isEqualTo(100);
    assertThat(report.get("repeats").intValue()).isZero();
    assertThat(report.at("/latency/p99").doubleValue()).isPositive().isFinite();
  }

  @Test
  void aReceiverThatIsDownGetsNothing() {
    run("--down");

    assertThat(out.toString())
        .contains("50 notifications a second for 1 s to 3 webhooks that answer 503, one task")
        .contains("decided 100, arrived 0, again 0")
        .containsPattern("heap in use: [0-9,]+ MiB before, [0-9,]+ MiB after");
  }

  private void run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("delivery", "--rate", "50"));
    arguments.addAll(List.of("--seconds", "1", "--warm-up", "1", "--channels", "3"));
    arguments.addAll(List.of(options));
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    int code = commands.execute(arguments.toArray(String[]::new));
    assertThat(code).describedAs(err.toString()).isZero();
  }
}
