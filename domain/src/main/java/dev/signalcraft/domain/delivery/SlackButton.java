// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.json.WireName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A button below a message in Slack. */
public enum SlackButton {
  ACKNOWLEDGE("Acknowledge", Action.ACKNOWLEDGE, Duration.ZERO),
  RESOLVE("Resolve", Action.RESOLVE, Duration.ZERO),
  SNOOZE_15_MINUTES("Snooze 15 min", Action.SNOOZE, Duration.ofMinutes(15)),
  SNOOZE_1_HOUR("1 h", Action.SNOOZE, Duration.ofHours(1)),
  SNOOZE_4_HOURS("4 h", Action.SNOOZE, Duration.ofHours(4)),
  /** Until nine in the morning of the next day in the workspace's zone. */
  SNOOZE_TOMORROW("Tomorrow 9:00", Action.SNOOZE, Duration.ZERO);

  private static final LocalTime MORNING = LocalTime.of(9, 0);

  private final String label;
  private final Action action;
  private final Duration snooze;

  SlackButton(String label, Action action, Duration snooze) {
    this.label = label;
    this.action = action;
    this.snooze = snooze;
  }

  String label() {
    return label;
  }

  /** What it does to the group. */
  public Action action() {
    return action;
  }

  /** What Slack calls it. */
  public String actionId() {
    return WireName.of(this);
  }

  /** The button of this id; null where there is none. */
  public static @Nullable SlackButton of(String actionId) {
    for (SlackButton button : values()) {
      if (button.actionId().equals(actionId)) {
        return button;
      }
    }
    return null;
  }

  /** Whether it stands below a group of this status. */
  boolean fits(GroupStatus status) {
    return switch (this) {
      case ACKNOWLEDGE -> status == GroupStatus.OPEN;
      case RESOLVE -> status != GroupStatus.RESOLVED;
      default -> status == GroupStatus.OPEN || status == GroupStatus.ACKNOWLEDGED;
    };
  }

  /** When its snooze ends; null for what is none. */
  public @Nullable Instant until(Instant clicked, ZoneId zone) {
    if (action != Action.SNOOZE) {
      return null;
    }
    return this == SNOOZE_TOMORROW
        ? clicked.atZone(zone).toLocalDate().plusDays(1).atTime(MORNING).atZone(zone).toInstant()
        : clicked.plus(snooze);
  }
}
