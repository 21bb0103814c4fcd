// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

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

/** Runs the whole benchmark with few events; its figures mean nothing then. */
class AlertsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theTableNamesEveryVariantAndBothRatios() {
    run("--events", "2000", "--groups", "50", "--hot", "0.9", "--sink", "kafka");

    assertThat(out.toString())
        .contains("2,000 events of 50 groups (hot 0.9)")
        .containsPattern("A {2}read \\+ parse +[0-9,]+ +[0-9,]+ +[0-9,]+\n")
        .containsPattern("B {2}read \\+ parse \\+ one record and one id of RocksDB +[0-9,]+")
        .containsPattern("C {2}AlertsJob +[0-9,]+")
        .containsPattern("C/A +[0-9.]+ +[0-9.]+ +[0-9.]+")
        .containsPattern("C/B +[0-9.]+ +[0-9.]+ +[0-9.]+")
        .containsPattern("C/B by CPU +[0-9.]+ +[0-9.]+ +[0-9.]+")
        .doesNotContain("D/C");
    assertThat(err.toString()).contains("round 1 of 1, AlertsJob:");
  }

  @Test
  void theJobOpensEachGroupOnceAndKeepsItsState() throws Exception {
    run("--events", "3000", "--groups", "20", "--state", "-o", "json");

    JsonNode report = Json.mapper().readTree(out.toString());
    assertThat(report.get("groups").intValue()).isEqualTo(20);
    // Every group opens once and nothing else changes; of its 150 events the first 100 are told.
    assertThat(report.at("/changes/change").intValue()).isEqualTo(20);
    assertThat(report.at("/changes/event").intValue()).isEqualTo(20 * 100);
    assertThat(report.get("rates")).hasSize(3);
    assertThat(report.at("/rates/2/recordsPerSecond/median").doubleValue()).isPositive();
    assertThat(report.at("/state/savepointBytes").longValue()).isGreaterThan(20 * 500);
    assertThat(report.at("/state/checkpointBytes").longValue()).isPositive();
  }

  @Test
  void rulesAndOpeningsAreMeasuredWhereTheyAreAskedFor() throws Exception {
    run("--events", "3000", "--groups", "20", "--rules", "100", "--opening", "0.2", "-o", "json");

    JsonNode report = Json.mapper().readTree(out.toString());
    assertThat(report.get("rates")).hasSize(4);
    assertThat(report.get("groups").intValue()).isBetween(500, 700);
    assertThat(report.at("/changes/change").intValue()).isEqualTo(report.get("groups").intValue());
    assertThat(report.at("/rulesToAlerts/median").doubleValue()).isPositive();
    assertThat(report.at("/rulesToAlertsByCpu/median").doubleValue()).isPositive();
  }

  private void run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("alerts", "--rounds", "1"));
    arguments.addAll(List.of(options));
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    int code = commands.execute(arguments.toArray(String[]::new));
    assertThat(code).describedAs(err.toString()).isZero();
  }
}
