// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A button that somebody clicked in Slack.
 *
 * @param userId the Slack id of whoever did
 * @param button the button
 * @param groupId the episode that its message is about
 * @param version of the group as its message shows it: a click on an older one changes nothing
 * @param time Slack's {@code action_ts}, in seconds, as it is written
 */
public record SlackClick(
    String userId, SlackButton button, String groupId, int version, String time) {
  private static final Pattern VALUE = Pattern.compile("([0-9a-f]{32}-[0-9]{1,15}):([0-9]{1,9})");
  private static final Pattern TIME = Pattern.compile("[0-9]{9,11}(\\.[0-9]{1,9})?");

  /** What a button carries. */
  static String value(String groupId, int version) {
    return groupId + ":" + version;
  }

  /**
   * Reads a click.
   *
   * @throws IllegalArgumentException when it is no click of a button of ours
   */
  public static SlackClick of(String userId, String actionId, String value, String time) {
    SlackButton button = SlackButton.of(actionId);
    Matcher carried = VALUE.matcher(value);
    if (button == null
        || !carried.matches()
        || !TIME.matcher(time).matches()
        || userId.isBlank()
        || userId.length() > 64) {
      throw new IllegalArgumentException("no button of Signalcraft");
    }
    return new SlackClick(
        userId, button, carried.group(1), Integer.parseInt(carried.group(2)), time);
  }

  /**
   * What is wanted; the same click sent again is the same command.
   *
   * @param actor who wants it
   * @param zone in which tomorrow begins
   */
  public Command command(String workspace, String actor, ZoneId zone) {
    Instant clicked = Instant.ofEpochMilli(new BigDecimal(time).movePointRight(3).longValue());
    return new Command(
        GroupKey.hash("slack", workspace, userId, button.actionId(), groupId, time),
        workspace,
        groupId,
        version,
        button.action(),
        actor,
        button.until(clicked, zone),
        null,
        null,
        null);
  }
}
