// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A send as a mail.
 *
 * @param subject one line
 * @param text for readers without HTML
 * @param html the same
 * @param thread what mails about the same group have in common; null for a digest
 */
public record EmailMessage(String subject, String text, String html, @Nullable String thread) {
  private static final int MAX_SUBJECT = 200;

  /**
   * The mail.
   *
   * @throws IllegalArgumentException when it is a change that carries no group
   */
  public static EmailMessage of(Send send) {
    Facts facts = new Facts(send);
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder();
    if (facts.isDigest()) {
      text.append(facts.summary()).append('\n');
      html.append("<p><b>").append(escaped(facts.summary())).append("</b></p>\n<ul>\n");
      for (Notification told : send.told()) {
        String line = DigestText.line(told);
        text.append("\n- ").append(line);
        html.append("<li>").append(linked(told.group().link(), line)).append("</li>\n");
      }
      text.append('\n');
      html.append("</ul>\n");
      String called = oneLine(facts.value("mention"));
      if (!called.isEmpty()) {
        text.append("\nFor: ").append(called).append('\n');
        html.append("<p>For: ").append(escaped(called)).append("</p>\n");
      }
    } else {
      one(facts, text, html);
    }
    return new EmailMessage(
        subject(facts),
        text.toString(),
        "<!DOCTYPE html>\n<html><body>\n" + html + "</body></html>\n",
        facts.isDigest() ? null : facts.group().groupId());
  }

  private static String subject(Facts facts) {
    AlertGroup group = facts.group();
    String subject =
        facts.isDigest()
            ? "[%s] %s".formatted(Wording.badge(facts.severity()), facts.summary())
            : "[%s] %s: %s (%s/%s)"
                .formatted(
                    Wording.badge(group.severity()),
                    facts.told() == null ? WireName.of(group.status()) : facts.value("reason"),
                    Text.bounded(group.title(), 120),
                    group.project(),
                    group.environment());
    return Text.bounded(oneLine(subject), MAX_SUBJECT);
  }

  private static void one(Facts facts, StringBuilder text, StringBuilder html) {
    AlertGroup group = facts.group();
    String badge = Wording.badge(group.severity());
    text.append(badge).append(": ").append(oneLine(group.title())).append('\n');
    text.append(facts.summary()).append("\n\n");
    html.append("<h2><span style=\"color:")
        .append(colour(group.severity()))
        .append("\">")
        .append(badge)
        .append("</span> ")
        .append(linked(group.link(), oneLine(group.title())))
        .append("</h2>\n<p>")
        .append(escaped(facts.summary()))
        .append("</p>\n<table>\n");
    rows(facts)
        .forEach(
            (name, value) -> {
              text.append(name).append(": ").append(value).append('\n');
              html.append("<tr><th align=\"left\">")
                  .append(name)
                  .append("</th><td>")
                  .append(linked(value, value))
                  .append("</td></tr>\n");
            });
    html.append("</table>\n");
    if (group.message() != null) {
      text.append('\n').append(group.message()).append('\n');
      html.append("<pre>").append(escaped(group.message())).append("</pre>\n");
    }
  }

  private static Map<String, String> rows(Facts facts) {
    AlertGroup group = facts.group();
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("Status", Wording.state(group));
    rows.put("Project", oneLine(group.project()));
    rows.put("Environment", oneLine(group.environment()));
    rows.put("Count", Long.toString(group.count()));
    rows.put("First seen", Wording.time(group.firstSeen()));
    rows.put("Last seen", Wording.time(group.lastSeen()));
    put(rows, "Assignee", group.assignee());
    put(rows, "Runbook", group.runbook());
    put(rows, "Source", group.link());
    put(rows, "Rule", facts.value("rule"));
    put(rows, "For", facts.value("mention"));
    return rows;
  }

  private static void put(Map<String, String> rows, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      rows.put(name, oneLine(value));
    }
  }

  private static String colour(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "#c62828";
      case MEDIUM -> "#e65100";
      case LOW -> "#1565c0";
    };
  }

  /** With a space for everything that could begin a header, a line, or turn the text around. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (Character.getType(point)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    line.append(' ');
                default -> line.appendCodePoint(point);
              }
            });
    return line.toString();
  }

  private static String linked(@Nullable String url, String text) {
    return url != null && url.matches("https?://[!-~]+")
        ? "<a href=\"" + escaped(url) + "\">" + escaped(text) + "</a>"
        : escaped(text);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
