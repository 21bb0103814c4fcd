// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;

import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.domain.silence.Held;
import dev.signalcraft.domain.silence.Inhibition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys of one workspace, driven by hand, with the stage of inhibition behind them: {@code
 * run.fires("db", CRITICAL, "0S").resolves("db", "10M").until("1H")}. Keys are named by their
 * fingerprint, times count from T0.
 */
public final class WorkspaceRun {
  private static final long MINUTE = 60_000;

  private final WrittenRules written = new WrittenRules();
  private final Map<String, KeyRun> keys = new TreeMap<>();
  private final PlainMemory memory = new PlainMemory();
  private Instant end = T0;
  private int inputs;

  /** The time that lies so long after T0. */
  public static Instant at(String duration) {
    return T0.plus(Duration.parse("PT" + duration));
  }

  /** The documents. */
  public WrittenRules written() {
    return written;
  }

  /** A document that is in force at T0 and from before. */
  public WorkspaceRun with(String kind, String name, String spec) {
    written.with(kind, name, spec);
    return this;
  }

  /** A group fires. */
  public WorkspaceRun fires(String key, Severity severity, String when) {
    return is(key, draft(key, "e" + ++inputs, at(when)).severity(severity), at(when));
  }

  /** The source of a group says that it is over. */
  public WorkspaceRun resolves(String key, String when) {
    EventDraft over = draft(key, "e" + ++inputs, at(when)).status(EventStatus.RESOLVED);
    return is(key, over, at(when));
  }

  /** The source of a group says this. */
  public WorkspaceRun is(String key, EventDraft said, Instant when) {
    key(key).at(when, build(said));
    return reached(when);
  }

  /** A person does something to a group. */
  public WorkspaceRun does(String key, Action action, String when) {
    return does(key, action, when, null);
  }

  /** A person snoozes a group. */
  public WorkspaceRun snoozes(String key, String when, String until) {
    return does(key, Action.SNOOZE, when, at(until));
  }

  private WorkspaceRun does(String key, Action action, String when, Instant until) {
    KeyRun run = key(key).until(at(when));
    String id = "%016x%016x".formatted(++inputs, 0);
    String groupId = run.group().groupId();
    run.at(
        at(when),
        new Command(id, "default", groupId, null, action, "ada", until, null, null, null));
    return reached(at(when));
  }

  /** Time passes for every key. */
  public WorkspaceRun until(String when) {
    keys.values().forEach(run -> run.until(at(when)));
    return reached(at(when));
  }

  private WorkspaceRun reached(Instant when) {
    end = when.isAfter(end) ? when : end;
    return this;
  }

  private KeyRun key(String fingerprint) {
    Windows windows = new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0);
    return keys.computeIfAbsent(fingerprint, none -> new KeyRun(windows, written.rules()));
  }

  /** What the groups announce, in the order in which it is judged. */
  public List<Announcement> announcements() {
    return keys.values().stream()
        .flatMap(run -> run.announcements.stream())
        .sorted(Announcement.ORDER)
        .toList();
  }

  /** What passes the stage by. */
  public List<Notification> passedBy() {
    return keys.values().stream().flatMap(run -> run.told.stream()).toList();
  }

  /** What the stage tells by the time that was reached. */
  public List<Notification> judged() {
    memory.clear();
    List<Notification> out = new ArrayList<>();
    Inhibition inhibition = written.inhibition();
    long minute = T0.toEpochMilli();
    try {
      for (Announcement said : announcements()) {
        for (; minute < said.at(); minute += MINUTE) {
          inhibition.ask(minute, memory, out::add);
        }
        inhibition.judge(said, memory, out::add);
      }
      for (; minute <= end.toEpochMilli(); minute += MINUTE) {
        inhibition.ask(minute, memory, out::add);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return out;
  }

  /** All that is told: {@code web 10m slack opened}. */
  public List<String> told() {
    List<Notification> all = new ArrayList<>(passedBy());
    all.addAll(judged());
    return all.stream()
        .sorted(
            Comparator.comparing(Notification::at)
                .thenComparing(told -> told.group().fingerprint())
                .thenComparing(Notification::channel))
        .map(told -> told.group().fingerprint() + " " + ToldRun.line(told))
        .toList();
  }

  /** What the stage still remembers after {@link #judged}. */
  public int remembered() {
    return memory.sources.size() + memory.rules.size() + memory.held.size();
  }

  private static final class PlainMemory implements Inhibition.Memory {
    final Map<String, Integer> sources = new HashMap<>();
    final Map<String, List<String>> rules = new HashMap<>();
    final Map<String, Held> held = new TreeMap<>();

    void clear() {
      sources.clear();
      rules.clear();
      held.clear();
    }

    @Override
    public int sources(String key) {
      return sources.getOrDefault(key, 0);
    }

    @Override
    public void sources(String key, int groups) {
      if (groups < 0) {
        throw new AssertionError("fewer than no source: " + key);
      }
      sources.put(key, groups);
      sources.values().removeIf(count -> count == 0);
    }

    @Override
    public List<String> rulesOf(String groupId) {
      return rules.get(groupId);
    }

    @Override
    public void rulesOf(String groupId, List<String> by) {
      rules.put(groupId, by);
      rules.values().removeIf(List::isEmpty);
    }

    @Override
    public Held held(String groupId) {
      return held.get(groupId);
    }

    @Override
    public void held(String groupId, Held what) {
      if (what == null) {
        held.remove(groupId);
      } else {
        held.put(groupId, what);
      }
    }

    @Override
    public List<String> heldGroups() {
      return List.copyOf(held.keySet());
    }
  }
}
