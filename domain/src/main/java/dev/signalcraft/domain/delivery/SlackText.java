// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text of others in Slack's form: what it says is shown and never obeyed. */
final class SlackText {
  private static final Pattern LINK = Pattern.compile("https?://[!-~]+");

  private SlackText() {}

  /** The text escaped, cut so that it takes at most {@code max} characters as it is sent. */
  static String escaped(String text, int max) {
    StringBuilder escaped = new StringBuilder(Math.min(text.length() + 16, max));
    int safe = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      switch (point) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '\r' -> {}
        default -> escaped.appendCodePoint(visible(point));
      }
      if (escaped.length() > max) {
        escaped.setLength(safe);
        return escaped.append('…').toString();
      }
      if (escaped.length() < max) {
        safe = escaped.length();
      }
    }
    return escaped.toString();
  }

  /** The text escaped in one line. */
  static String line(String text, int max) {
    return escaped(text.replace('\n', ' '), max);
  }

  private static int visible(int point) {
    boolean hidden =
        point != '\n'
            && switch (Character.getType(point)) {
              case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
              default -> false;
            };
    return hidden ? ' ' : point;
  }

  /** The text as a link, where the URL is one that Slack opens and not too long; else as it is. */
  static String link(@Nullable String url, int maxUrl, String text, int max) {
    String shown = line(text, max);
    if (url == null || !LINK.matcher(url).matches()) {
      return shown;
    }
    String target =
        url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;");
    return target.length() > maxUrl ? shown : "<" + target + "|" + shown.replace("|", "¦") + ">";
  }

  /** A time, which Slack shows by the clock of whoever reads it. */
  static String time(Instant time) {
    return "<!date^%d^{date_short_pretty} {time}|%s>"
        .formatted(time.getEpochSecond(), Wording.time(time));
  }

  /**
   * The sign of a group: what is open has that of its severity, nothing else looks as if it burnt.
   */
  static String emoji(AlertGroup group) {
    return switch (group.status()) {
      case OPEN -> emoji(group.severity());
      case ACKNOWLEDGED -> ":eyes:";
      case SNOOZED -> ":zzz:";
      case RESOLVED -> ":white_check_mark:";
    };
  }

  private static String emoji(Severity severity) {
    return switch (severity) {
      case CRITICAL -> ":rotating_light:";
      case HIGH -> ":red_circle:";
      case MEDIUM -> ":large_orange_circle:";
      case LOW -> ":large_blue_circle:";
    };
  }

  /** Adds a part of a message. */
  static void section(ArrayNode blocks, String text) {
    markdown(blocks.addObject().put("type", "section").putObject("text"), text);
  }

  /** Text with Slack's marks, in which nothing else becomes a link, a channel or a call. */
  static void markdown(ObjectNode object, String text) {
    object.put("type", "mrkdwn").put("text", text).put("verbatim", true);
  }
}
