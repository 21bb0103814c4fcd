// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.routing.Notification;

/**
 * A notification as one line of a log, such as
 *
 * <pre>
 * 2026-03-01T12:00:00.000Z default/ops opened critical "Boom" shop/production group=4f…-1772366400000 count=1 rule=urgent@2 mention=@oncall
 * </pre>
 *
 * <p>Senders choose titles, projects and environments: nothing that they write breaks the line or
 * moves a terminal, and no part is longer than is good to read.
 */
public final class LogLine {
  private static final int MAX_TITLE = 200;
  private static final int MAX_PART = 100;

  private LogLine() {}

  /** The line. */
  public static String of(Notification told) {
    AlertGroup group = told.group();
    StringBuilder line = new StringBuilder(256);
    line.append(WireTime.format(told.at()));
    line.append(' ').append(part(told.workspace())).append('/').append(part(told.channel()));
    line.append(' ').append(WireName.of(told.reason()));
    line.append(' ').append(WireName.of(group.severity()));
    line.append(" \"")
        .append(Text.bounded(group.title(), MAX_TITLE).replace('"', '\''))
        .append('"');
    line.append(' ').append(part(group.project())).append('/').append(part(group.environment()));
    line.append(" group=").append(part(told.groupId()));
    line.append(" count=").append(group.count());
    line.append(" rule=").append(part(told.rule())).append('@').append(told.ruleVersion());
    if (told.mention() != null) {
      line.append(" mention=").append(part(told.mention()));
    }
    return printable(line);
  }

  private static String part(String text) {
    return Text.bounded(text, MAX_PART);
  }

  /** With a space for each character that a terminal or a reader of lines would obey. */
  private static String printable(StringBuilder line) {
    for (int i = 0; i < line.length(); i++) {
      switch (Character.getType(line.charAt(i))) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            line.setCharAt(i, ' ');
        default -> {}
      }
    }
    return line.toString();
  }
}
