// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

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

/** Runs the whole benchmark with few samples; its figures mean nothing then. */
class MonitorsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theTableNamesBothVariantsAndTheirRatios() {
    run("--hot", "0.9");

    assertThat(out.toString())
        .contains("6,000 samples of 40 series of 20 monitors (1 for each sample, hot 0.9)")
        .containsPattern("A {2}read \\+ parse +[0-9,]+ +[0-9,]+ +[0-9,]+ +[0-9.]+\n")
        .containsPattern("B {2}MonitorsJob +[0-9,]+ +[0-9,]+ +[0-9,]+ +[0-9.]+\n")
        .containsPattern("B/A +[0-9.]+ +[0-9.]+ +[0-9.]+")
        .containsPattern("B/A by CPU +[0-9.]+ +[0-9.]+ +[0-9.]+");
  }

  @Test
  void everySeriesHasARowForEachMinute() throws Exception {
    run("--per-metric", "2", "-o", "json");

    JsonNode report = Json.mapper().readTree(out.toString());
    // A minute and a half of log time: two minutes of 40 series.
    assertThat(report.get("rows").intValue()).isEqualTo(80);
    assertThat(report.at("/monitorsToRead/median").doubleValue()).isPositive();
  }

  private void run(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("monitors", "--rounds", "1", "--samples", "6000"));
    arguments.addAll(List.of("--series", "40", "--monitors", "20", "--per-second", "66"));
    arguments.addAll(List.of(options));
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    int code = commands.execute(arguments.toArray(String[]::new));
    assertThat(code).describedAs(err.toString()).isZero();
  }
}
