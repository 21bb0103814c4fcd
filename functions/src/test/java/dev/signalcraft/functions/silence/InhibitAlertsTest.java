// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.silence;

import static dev.signalcraft.domain.grouping.WorkspaceRun.at;
import static dev.signalcraft.domain.ingest.Severity.CRITICAL;
import static dev.signalcraft.domain.ingest.Severity.HIGH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.WorkspaceRun;
import dev.signalcraft.domain.grouping.WrittenRules;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InhibitAlertsTest {
  private static final String TELLS =
      "{notify: [{channel: slack, sendResolved: true, repeat: 2m}, {channel: mail, wait: 20s}]}";
  private static final String RULE =
      "{source: [severity=critical], target: [\"severity!=critical\"], equal: [project]}";

  private final WorkspaceRun run =
      new WorkspaceRun().with("RoutingRule", "all", TELLS).with("InhibitRule", "worst", RULE);
  private KeyedTwoInputStreamOperatorTestHarness<String, Announcement, RawRecord, Notification>
      harness;

  /** Once the documents are written, which the operator reads when it opens. */
  private void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, Announcement, RawRecord, Notification>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(new InhibitAlerts(this::config), List.of()),
        Announcement::workspace,
        record -> "",
        Types.STRING);
  }

  private List<RawRecord> config() {
    List<RawRecord> records = new ArrayList<>();
    for (WrittenRules.Logged logged : run.written().log()) {
      records.add(record(logged, records.size()));
    }
    return records;
  }

  private static RawRecord record(WrittenRules.Logged logged, long offset) {
    try {
      byte[] value = Json.mapper().writeValueAsBytes(logged.document());
      return new RawRecord("config", 0, offset, logged.logTime(), Map.of(), null, value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnnouncementWaitsUntilTheWatermarkHasPassedItsLogTime() throws Exception {
    run.fires("db", CRITICAL, "1M");
    open();
    send(run.announcements());
    time(at("59.999S"));
    assertThat(harness.extractOutputValues()).isEmpty();

    time(at("1M"));
    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void sourceAndTargetInOneMillisecondGiveTheSameWhicheverArrivesFirst() throws Exception {
    run.fires("db", CRITICAL, "1M").fires("web", HIGH, "1M").resolves("db", "5M").until("7M");
    List<Announcement> backwards = new ArrayList<>(run.announcements());
    Collections.reverse(backwards);
    open();
    send(backwards);
    time(at("7M"));

    assertThat(harness.extractOutputValues()).containsExactlyElementsOf(run.judged());
  }

  @Test
  void whatIsHeldIsToldInTheMinuteOfItsReleaseThoughTimeLeapsOverIt() throws Exception {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M").resolves("db", "5M30S").until("1M");
    open();
    send(run.announcements());
    time(at("10H"));

    assertThat(harness.extractOutputValues())
        .filteredOn(told -> told.group().fingerprint().equals("web"))
        .extracting(Notification::at)
        .containsExactly(at("6M"));
  }

  @Test
  void aRuleThatIsDeletedInTheFollowedLogReleasesWhatItHeld() throws Exception {
    run.fires("db", CRITICAL, "0S").fires("web", HIGH, "1M");
    open();
    send(run.announcements());
    time(at("5M"));
    assertThat(harness.extractOutputValues()).hasSize(1);

    run.written().without("InhibitRule", "worst", at("10M30S"));
    List<RawRecord> log = config();
    harness.processElement2(log.get(log.size() - 1), at("10M25S").toEpochMilli());
    time(at("10M59.999S"));
    assertThat(harness.extractOutputValues()).hasSize(1);
    time(at("11M"));

    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverArrivesInWhateverOrderWithinAWatermarkGivesTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    live(random, 200);
    open();
    List<Announcement> left = new ArrayList<>(run.announcements());
    List<Announcement> arrived = new ArrayList<>();
    while (!left.isEmpty()) {
      arrived.add(left.remove(0));
      long last = arrived.get(arrived.size() - 1).at();
      boolean together = !left.isEmpty() && left.get(0).at() == last;
      if (!together && random.nextInt(8) == 0) {
        Collections.shuffle(arrived, random);
        send(arrived);
        arrived.clear();
        time(Instant.ofEpochMilli(last));
      }
    }
    Collections.shuffle(arrived, random);
    send(arrived);
    time(at("48H"));

    assertThat(harness.extractOutputValues()).containsExactlyElementsOf(run.judged());
    assertThat(run.remembered()).isZero();
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aRestoreBetweenAnyTwoAnnouncementsChangesNothing() throws Exception {
    live(new Random(7), 80);
    open();
    List<Notification> seen = new ArrayList<>();
    for (Announcement said : run.announcements()) {
      send(List.of(said));
      seen.addAll(harness.extractOutputValues());
      restart(seen.size());
      time(Instant.ofEpochMilli(said.at() - 1));
    }
    time(at("48H"));
    seen.addAll(harness.extractOutputValues());

    assertThat(seen).containsExactlyElementsOf(run.judged());
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private void restart(long checkpoint) throws Exception {
    OperatorSubtaskState state = harness.snapshot(checkpoint, checkpoint);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
  }

  /** Some hours of five groups, with persons and edits, until all are over. */
  private void live(Random random, int inputs) {
    run.written().with("InhibitRule", "chain", "{source: [severity=high], target: [severity=low]}");
    run.written().with("InhibitRule", "worst", RULE.replace("!=critical", "=high"), at("40M"));
    run.written().without("InhibitRule", "chain", at("1H"));
    String[] keys = {"db", "web", "job", "net", "app"};
    Severity[] severities = Severity.values();
    Action[] actions = {Action.ACKNOWLEDGE, Action.UNACKNOWLEDGE, Action.ESCALATE, Action.RESOLVE};
    for (String key : keys) {
      run.fires(key, HIGH, "0S");
    }
    long millis = 0;
    for (int i = 0; i < inputs; i++) {
      millis += random.nextInt(3) == 0 ? 0 : random.nextInt(60_000);
      String when = millis / 1_000 + "." + "%03d".formatted(millis % 1_000) + "S";
      String key = keys[random.nextInt(keys.length)];
      switch (random.nextInt(6)) {
        case 0, 1 -> run.resolves(key, when);
        case 2 -> run.does(key, actions[random.nextInt(actions.length)], when);
        default -> run.fires(key, severities[random.nextInt(severities.length)], when);
      }
    }
    for (String key : keys) {
      run.resolves(key, millis / 1_000 + 100 + "S");
    }
    run.until("48H");
  }

  private void send(List<Announcement> said) throws Exception {
    for (Announcement one : said) {
      harness.processElement1(one, one.at());
    }
  }

  private void time(Instant time) throws Exception {
    harness.processWatermark1(new Watermark(time.toEpochMilli()));
    harness.processWatermark2(Watermark.MAX_WATERMARK);
  }
}
