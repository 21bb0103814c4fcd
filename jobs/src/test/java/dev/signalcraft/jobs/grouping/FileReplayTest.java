// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.replay.BadLineException;
import dev.signalcraft.domain.routing.Documents;
import dev.signalcraft.jobs.replay.FileReplay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A history in a file is decided as the log that it tells of. */
class FileReplayTest {
  private static final String EVENT = "\"event\":{\"source\":\"sentry\",\"title\":\"Boom\"}";

  @TempDir Path directory;

  @Test
  void theNightOfDeploysComesToItsTable() throws Exception {
    Path file = file(NightOfDeploysTest.NIGHT.log(), NightOfDeploysTest.config());

    FileReplay.Result result = run(file, List.of(), WholeJob.defaults(), 2);

    assertThat(NightOfDeploysTest.table(result.notifications())).isEqualTo(NightOfDeploysTest.TOLD);
    assertThat(result.groups()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aMixedHistoryComesToTheGroupsOfItsLog(int parallelism) throws Exception {
    List<List<RawRecord>> log = goingOn(MixedLog.of(1));
    Path file = file(MixedLog.of(1), MixedLog.config());

    WholeJob.Written live = WholeJob.run(log, MixedLog::config, MixedLog.WINDOWS, 4);
    FileReplay.Result result = run(file, List.of(), MixedLog.WINDOWS, parallelism);

    Map<String, AlertGroup> last = new HashMap<>();
    for (AlertChange change : live.changes()) {
      if (change.group() != null) {
        last.put(change.groupId(), change.group());
      }
    }
    List<String> missing = json(List.copyOf(last.values()));
    assertThat(missing).hasSizeGreaterThan(100).hasSameSizeAs(result.groups());
    missing.removeAll(json(result.groups()));
    assertThat(missing).isEmpty();
    assertThat(result.groups())
        .isSortedAccordingTo(
            Comparator.comparing(AlertGroup::openedAt).thenComparing(AlertGroup::groupId));
  }

  @Test
  void whoIsToldOfGroupsThatHoldEachOtherIsTheSameAtAnyParallelism() throws Exception {
    Path file = file(CrossingLog.partitions(), CrossingLog.config());

    FileReplay.Result one = run(file, List.of(), WholeJob.defaults(), 1);
    FileReplay.Result four = run(file, List.of(), WholeJob.defaults(), 4);

    WholeJob.Written live =
        WholeJob.run(
            goingOn(CrossingLog.partitions()), CrossingLog::config, WholeJob.defaults(), 2);
    assertThat(json(four.notifications())).isEqualTo(json(one.notifications()));
    assertThat(json(one.notifications())).hasSizeGreaterThan(100);
    assertThat(json(one.notifications()))
        .containsExactlyInAnyOrderElementsOf(json(live.notifications()));
  }

  @ParameterizedTest
  @CsvSource({"29000, 1", "28999, 0"})
  void whatFallsDueASecondAfterTheLastLineHappensAndNothingLater(long last, int told)
      throws Exception {
    ConfigRecord rule =
        Documents.document("RoutingRule", "all", "{notify: [{channel: chat, wait: 30s}]}");
    Path file = lines("{\"logTime\":0," + EVENT + "}", "{\"logTime\":" + last + "}");

    FileReplay.Result result = run(file, List.of(rule), WholeJob.defaults(), 2);

    assertThat(result.notifications()).hasSize(told);
    assertThat(result.notifications())
        .allSatisfy(one -> assertThat(one.at()).isEqualTo(Instant.ofEpochMilli(30_000)));
  }

  @Test
  void aDecisionOfTheVeryLastMomentIsHeldByAnInhibitorOfThatMomentToo() throws Exception {
    List<ConfigRecord> rules =
        List.of(
            Documents.document("RoutingRule", "all", "{notify: [{channel: chat, wait: 1s}]}"),
            Documents.document(
                "InhibitRule", "database", "{source: [title=Down], target: [title=Boom]}"));
    Path file =
        lines(
            "{\"logTime\":5000," + EVENT + "}",
            "{\"logTime\":5000," + EVENT.replace("Boom", "Down") + "}");

    FileReplay.Result result = run(file, rules, WholeJob.defaults(), 2);

    assertThat(result.groups()).hasSize(2);
    assertThat(result.notifications())
        .extracting(one -> one.group().title())
        .containsExactly("Down");
  }

  @ParameterizedTest
  @CsvSource({"4999, 0", "5000, 1"})
  void aDocumentIsInForceFiveSecondsAfterItsLine(long event, int told) throws Exception {
    Path file =
        lines(
            "{\"logTime\":0,\"config\":{\"kind\":\"RoutingRule\",\"metadata\":{\"name\":\"all\"},"
                + "\"spec\":{\"notify\":[{\"channel\":\"chat\"}]}}}",
            "{\"logTime\":" + event + "," + EVENT + "}");

    FileReplay.Result result = run(file, List.of(), WholeJob.defaults(), 2);

    assertThat(result.notifications()).hasSize(told);
  }

  @Test
  void countsOfTheLastLinesAreThere() throws Exception {
    String event = EVENT.replace("}", ",\"sourceEventId\":\"%d\"}");
    Path file =
        lines(
            "{\"logTime\":0," + event.formatted(1) + "}",
            "{\"logTime\":1," + event.formatted(2) + "}",
            "{\"logTime\":2," + event.formatted(2) + "}",
            "{\"logTime\":2," + event.formatted(3) + "}");

    AlertGroup group = run(file, List.of(), WholeJob.defaults(), 2).groups().get(0);

    assertThat(group.count()).isEqualTo(3);
    assertThat(group.duplicates()).isEqualTo(1);
    assertThat(group.status()).isEqualTo(GroupStatus.OPEN);
  }

  @Test
  void nothingIsDecidedWhereALineIsBad() throws Exception {
    Path file = lines("{\"logTime\":0," + EVENT + "}", "{\"logTime\":1,\"event\":{}}");

    assertThatThrownBy(() -> run(file, List.of(), WholeJob.defaults(), 1))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("line 2: event.source: ");
    assertThat(run(lines("", " "), List.of(), WholeJob.defaults(), 1).groups()).isEmpty();
  }

  private FileReplay.Result run(
      Path file, List<ConfigRecord> with, Windows windows, int parallelism) throws Exception {
    return FileReplay.run(
        file, with, windows, parallelism, Files.createTempDirectory(directory, "state"));
  }

  /** The log with a last tick, so that its time ends where that of its history does. */
  private static List<List<RawRecord>> goingOn(List<List<RawRecord>> log) throws IOException {
    List<List<RawRecord>> longer = new ArrayList<>();
    long end = log.stream().flatMap(List::stream).mapToLong(RawRecord::logTime).max().orElseThrow();
    for (List<RawRecord> records : log) {
      List<RawRecord> all = new ArrayList<>(records);
      Instant tick = Instant.ofEpochMilli(end + 1_200);
      all.add(MixedLog.record(longer.size(), records.size(), tick, Input.tick()));
      longer.add(all);
    }
    return longer;
  }

  private Path file(List<List<RawRecord>> log, List<RawRecord> config) throws IOException {
    List<RawRecord> records = new ArrayList<>(config);
    log.forEach(records::addAll);
    records.sort(Comparator.comparing(RawRecord::logTime));
    List<String> lines = new ArrayList<>();
    for (RawRecord record : records) {
      JsonNode value = Json.mapper().readTree(record.value());
      ObjectNode line = Json.mapper().createObjectNode();
      line.put("logTime", record.logTime());
      if (value.has("spec")) {
        line.set("config", value);
      } else {
        line.setAll(((ObjectNode) value).retain("event", "command"));
      }
      lines.add(line.toString());
    }
    return lines(lines.toArray(String[]::new));
  }

  private Path lines(String... lines) throws IOException {
    return Files.write(Files.createTempFile(directory, "history", ".ndjson"), List.of(lines));
  }

  private static List<String> json(List<?> records) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Object record : records) {
      texts.add(Json.mapper().writeValueAsString(record));
    }
    return texts;
  }
}
