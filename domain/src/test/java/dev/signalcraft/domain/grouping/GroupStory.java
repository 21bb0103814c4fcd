// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Routing;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.silence.Silences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several keys live through, told by the rules themselves: {@code story.at(T0, event).at(T1,
 * wish(group, "1").to(ACKNOWLEDGE))}. For the tests of whoever writes or reads change records.
 */
public final class GroupStory {
  private final Windows windows;
  private final Rules rules;
  private final Map<String, KeyRun> keys = new LinkedHashMap<>();
  private final List<AlertChange> changes = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();

  /** With the windows of the settings' defaults and no rules. */
  public GroupStory() {
    this(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0), SeverityRules.none());
  }

  public GroupStory(Windows windows, SeverityRules rules) {
    this(windows, new Rules(rules, Routing.nobody(), Rules.none().inhibition()));
  }

  /** With the windows of the settings' defaults and the rules of a config log. */
  public GroupStory(ConfigLog log) {
    this(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0), log);
  }

  /** With the rules of a config log. */
  public GroupStory(Windows windows, ConfigLog log) {
    this(windows, rules(log));
  }

  private GroupStory(Windows windows, Rules rules) {
    this.windows = windows;
    this.rules = rules;
  }

  private static Rules rules(ConfigLog log) {
    return new Rules(
        new SeverityRules(log.history(SeverityRule.KIND, SeverityRule::read)),
        new Routing(
            log.history(RoutingRule.KIND, RoutingRule::read),
            new Silences(
                log.history(Silence.KIND, Silence::read),
                log.history(MuteTiming.KIND, MuteTiming::read),
                log.history(Workspace.KIND, Workspace::read))),
        Rules.none().inhibition());
  }

  /** An event comes. */
  public GroupStory at(Instant time, AlertEvent event) {
    KeyRun key = key(GroupKey.of(event));
    key.at(time, event);
    return tell(key);
  }

  /** A command comes. */
  public GroupStory at(Instant time, Command command) {
    KeyRun key = key(command.groupKey());
    key.at(time, command);
    return tell(key);
  }

  /** Time passes for every key. */
  public GroupStory until(Instant time) {
    keys.values().forEach(key -> tell(key.until(time)));
    return this;
  }

  /** All that has been told, of each key in its order. */
  public List<AlertChange> changes() {
    return List.copyOf(changes);
  }

  /** Who was told, of each key in its order. */
  public List<Notification> notifications() {
    return List.copyOf(notifications);
  }

  /** The changes of groups and the refused commands among them. */
  public List<GroupChange> told() {
    return changes.stream().filter(c -> c.change() != null).map(AlertChange::change).toList();
  }

  /** The latest group of an event's key. */
  public AlertGroup group(AlertEvent event) {
    return key(GroupKey.of(event)).group();
  }

  /** A command of {@code ada} on a group of workspace {@code default}, not yet an action. */
  public static Wish wish(String groupId, String id) {
    return new Wish(groupId, GroupKey.hash(id));
  }

  private KeyRun key(String groupKey) {
    return keys.computeIfAbsent(groupKey, k -> new KeyRun(windows, rules));
  }

  private GroupStory tell(KeyRun key) {
    changes.addAll(key.changes);
    key.changes.clear();
    for (Notification told : key.told) {
      if (told.shadow()) {
        changes.add(AlertChange.shadow(told));
      } else {
        notifications.add(told);
      }
    }
    key.told.clear();
    return this;
  }

  /** The parts of a command. */
  public static final class Wish {
    private final String groupId;
    private final String commandId;
    private String workspace = "default";
    private String actor = "ada";
    private Integer expectedVersion;
    private Instant until;
    private String assignee;
    private Outcome outcome;
    private String text;

    private Wish(String groupId, String commandId) {
      this.groupId = groupId;
      this.commandId = commandId;
    }

    public Wish in(String value) {
      workspace = value;
      return this;
    }

    public Wish by(String value) {
      actor = value;
      return this;
    }

    public Wish expecting(int version) {
      expectedVersion = version;
      return this;
    }

    public Wish until(Instant value) {
      until = value;
      return this;
    }

    public Wish assignee(String value) {
      assignee = value;
      return this;
    }

    public Wish outcome(Outcome value) {
      outcome = value;
      return this;
    }

    public Wish text(String value) {
      text = value;
      return this;
    }

    public Command to(Action action) {
      return new Command(
          commandId,
          workspace,
          groupId,
          expectedVersion,
          action,
          actor,
          until,
          assignee,
          outcome,
          text);
    }
  }
}
