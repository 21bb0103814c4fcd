// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Collected;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events and commands of a few keys, every other one stateful, with gaps from nothing to hours.
 * Most commands name the key's latest group, others an old or unknown one.
 */
final class RandomLog {
  /** An input and its log time. */
  record Entry(Instant at, Input input) {}

  private static final long[] GAPS = {0, 1, 400, 1_000, 5_000, 20_000, 60_000, 120_000};
  private static final Action[] HANDS = {Action.ACKNOWLEDGE, Action.UNACKNOWLEDGE, Action.SNOOZE};
  private static final long[] PAUSES = {700_000, 1_800_001, 7_200_000};

  private static final Grouping GROUPING =
      new Grouping(GroupAlertsRun.WINDOWS, dev.signalcraft.domain.grouping.Rules.none());

  private final Random random;
  private final Map<String, KeyState> keys = new HashMap<>();
  private final Map<Integer, String> groups = new HashMap<>();
  private int ids;

  private RandomLog(long seed) {
    this.random = new Random(seed);
  }

  static List<Entry> of(long seed, int keys, int size) {
    RandomLog log = new RandomLog(seed);
    List<Entry> entries = new ArrayList<>();
    Instant at = T0;
    while (entries.size() < size) {
      long[] gaps = log.random.nextInt(25) == 0 ? PAUSES : GAPS;
      at = at.plusMillis(gaps[log.random.nextInt(gaps.length)]);
      int key = log.random.nextInt(keys);
      boolean command = log.groups.containsKey(key) && log.random.nextInt(4) == 0;
      Entry entry = new Entry(at, command ? log.command(key, at) : log.event(key, at));
      entries.add(entry);
      log.follow(key, entry);
      if (log.random.nextInt(10) == 0) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Says of each key that it is over: nothing of it goes on for ever. */
  static List<Entry> end(int keys, Instant at) {
    List<Entry> entries = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      AlertEvent over = build(draftOf(key, "over", at).status(EventStatus.RESOLVED));
      entries.add(new Entry(at, Input.of(GroupKey.of(over), over)));
    }
    return entries;
  }

  private static EventDraft draftOf(int key, String id, Instant at) {
    return draft("f" + key, "f" + key + id, at)
        .lifecycle(key % 2 == 0 ? Lifecycle.STATELESS : Lifecycle.STATEFUL);
  }

  private Input event(int key, Instant at) {
    EventDraft draft = draftOf(key, "e" + ids++, at).severity(anyOf(Severity.values()));
    if (key % 2 == 1 && random.nextBoolean()) {
      draft.expiresAt(at.plusSeconds(random.nextInt(1_000)));
    }
    boolean resolved = random.nextInt(5) < 2;
    AlertEvent event = build(draft.status(resolved ? EventStatus.RESOLVED : EventStatus.FIRING));
    return Input.of(GroupKey.of(event), event);
  }

  /** Learns what the key's latest group is called now. */
  private void follow(int key, Entry entry) {
    Input input = entry.input();
    long t = entry.at().toEpochMilli();
    KeyState before = keys.getOrDefault(input.groupKey(), KeyState.EMPTY);
    KeyState state = GROUPING.advanceTo(before, t, new Collected());
    state = GROUPING.apply(state, input, false, 1, t, new Collected());
    keys.put(input.groupKey(), state);
    if (state.group() != null && random.nextInt(8) > 0) {
      groups.put(key, state.group().groupId());
    }
  }

  private Input command(int key, Instant at) {
    Action action = anyOf(random.nextInt(3) == 0 ? HANDS : Action.values());
    boolean text = action == Action.NOTE || action == Action.RUNBOOK;
    return Input.of(
        new Command(
            "%016x".formatted(ids++).repeat(2),
            "default",
            groups.get(key),
            random.nextInt(6) == 0 ? random.nextInt(4) : null,
            action,
            random.nextBoolean() ? "ada" : "bob",
            action == Action.SNOOZE ? at.plusSeconds(random.nextInt(300)) : null,
            action == Action.ASSIGN ? "carol" : null,
            action == Action.RESOLVE ? anyOf(Outcome.values()) : null,
            text ? "look at the queue" : null));
  }

  private <T> T anyOf(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
