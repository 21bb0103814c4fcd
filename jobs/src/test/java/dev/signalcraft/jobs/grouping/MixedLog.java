// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Collected;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Rules;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events and commands of 24 keys, every third one stateful, in partitions whose clocks differ. Most
 * commands name a group that is held. The last record of each key makes all before it fall due.
 */
final class MixedLog {
  static final int PARTITIONS = 4;
  private static final int KEYS = 24;
  private static final int RECORDS = 600;
  static final Instant END = T0.plusSeconds(RECORDS * 30L);
  static final Windows WINDOWS = new Windows(60_000, 300_000, 45_000);
  private static final EventStatus[] STATUSES = {EventStatus.FIRING, EventStatus.RESOLVED};
  private static final Action[] HANDS = {Action.ACKNOWLEDGE, Action.UNACKNOWLEDGE};
  private static final long[] GAPS = {0, 1, 200, 1_000, 5_000, 20_000};

  private final Random random = new Random(20_260_302);
  private final Grouping grouping = new Grouping(WINDOWS, Rules.none());
  private final Map<Integer, KeyState> keys = new HashMap<>();
  private final Map<Integer, String> groups = new HashMap<>();
  private final int deliveries;
  private int commands;

  private MixedLog(int deliveries) {
    this.deliveries = deliveries;
  }

  /** The log with each record so many times, one behind the other. */
  static List<List<RawRecord>> of(int deliveries) throws IOException {
    MixedLog log = new MixedLog(deliveries);
    List<List<RawRecord>> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      partitions.add(log.partition(partition));
    }
    return partitions;
  }

  /** The config log: a rule of frequency and a shadow one, in force from the beginning. */
  static List<RawRecord> config() {
    return new ConfigLog()
        .at(Instant.EPOCH, "SeverityRule", "busy", "{steps: [{count: 4, severity: critical}]}")
        .at(
            Instant.EPOCH,
            "RoutingRule",
            "candidate",
            """
            mode: shadow
            notify: [{channel: slack, sendResolved: true, repeat: 5m}]
            escalate: [{after: 40s, channel: pager}]
            """)
        .records();
  }

  /** The first record of a config log. */
  static RawRecord config(Instant at, String document) {
    byte[] value = document.getBytes(StandardCharsets.UTF_8);
    String topic = Topic.CONFIG.topicName();
    return new RawRecord(topic, 0, 0, at.toEpochMilli(), Map.of(), null, value);
  }

  private List<RawRecord> partition(int partition) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    Instant at = T0;
    for (int i = 0; i < RECORDS; i++) {
      at = at.plusMillis(GAPS[random.nextInt(GAPS.length)]);
      int key = partition + PARTITIONS * random.nextInt(KEYS / PARTITIONS);
      boolean command = groups.containsKey(key) && random.nextInt(4) == 0;
      Input input = command ? command(groups.get(key), at) : event(key, at);
      follow(key, input, at);
      for (int delivery = 0; delivery < deliveries; delivery++) {
        records.add(record(partition, records.size(), at, input));
      }
    }
    // One ends to and fro, so that its silence ends the flapping.
    for (int i = 0; i < 10; i++) {
      at = at.plusSeconds(1);
      EventDraft draft = Events.draft("f" + partition, "f" + partition + "-last-" + i, at);
      AlertEvent event = Events.build(draft.status(STATUSES[i % 2]));
      records.add(record(partition, records.size(), at, Input.of(GroupKey.of(event), event)));
    }
    for (int key = partition; key < KEYS; key += PARTITIONS) {
      AlertEvent end = Events.event("f" + key, "end", END);
      records.add(record(partition, records.size(), END, Input.of(GroupKey.of(end), end)));
    }
    return records;
  }

  private Input event(int key, Instant at) {
    EventDraft draft =
        Events.draft("f" + key, "e" + key + "-" + random.nextInt(60), at)
            .severity(random.nextInt(4) == 0 ? Severity.HIGH : Severity.LOW)
            .status(random.nextInt(5) < 2 ? EventStatus.RESOLVED : EventStatus.FIRING);
    if (key % 3 == 0) {
      draft.lifecycle(Lifecycle.STATEFUL).expiresAt(at.plusSeconds(random.nextInt(60)));
    }
    AlertEvent event = Events.build(draft);
    return Input.of(GroupKey.of(event), event);
  }

  private Input command(String groupId, Instant at) {
    Action[] of = random.nextInt(3) == 0 ? HANDS : Action.values();
    Action action = of[random.nextInt(of.length)];
    boolean text = action == Action.NOTE || action == Action.RUNBOOK;
    return Input.of(
        new Command(
            "%016x".formatted(commands++).repeat(2),
            "default",
            groupId,
            null,
            action,
            "ada",
            action == Action.SNOOZE ? at.plusSeconds(random.nextInt(30)) : null,
            action == Action.ASSIGN ? "bob" : null,
            action == Action.RESOLVE ? Outcome.FIXED : null,
            text ? "look at the queue" : null));
  }

  /** Learns what the key's latest group is called; now and then the log keeps to an old name. */
  private void follow(int key, Input input, Instant at) {
    long t = at.toEpochMilli();
    KeyState before = keys.getOrDefault(key, KeyState.EMPTY);
    KeyState state = grouping.advanceTo(before, t, new Collected());
    state = grouping.apply(state, input, false, 1, t, new Collected());
    keys.put(key, state);
    if (state.group() != null && random.nextInt(10) > 0) {
      groups.put(key, state.group().groupId());
    }
  }

  static RawRecord record(int partition, long offset, Instant at, Input input) throws IOException {
    byte[] value = Json.mapper().writeValueAsBytes(input);
    return new RawRecord(
        Topic.INPUTS.topicName(),
        partition,
        offset,
        at.toEpochMilli(),
        Map.of(),
        input.groupKey(),
        value);
  }
}
