// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The lines of a digest in Slack: the first notifications by name, the rest by number. */
final class SlackDigest {
  private static final int MAX_LINES = 20;
  private static final int MAX_SECTION = 2_900;
  private static final int MAX_URL = 200;
  private static final int MAX_REASON = 400;

  private SlackDigest() {}

  static void add(ArrayNode blocks, List<Notification> all) {
    StringBuilder section = new StringBuilder();
    int shown = 0;
    for (Notification told : all) {
      if (shown == MAX_LINES) {
        break;
      }
      String line = line(told);
      if (section.length() + line.length() > MAX_SECTION) {
        SlackText.section(blocks, section.toString());
        section.setLength(0);
      }
      section.append(line);
      shown++;
    }
    SlackText.section(blocks, section.toString());
    if (shown < all.size()) {
      Map<Severity, Long> rest =
          all.stream()
              .skip(shown)
              .collect(
                  Collectors.groupingBy(told -> told.group().severity(), Collectors.counting()));
      SlackText.section(
          blocks,
          rest.entrySet().stream()
              .sorted(Map.Entry.<Severity, Long>comparingByKey().reversed())
              .map(entry -> entry.getValue() + " " + WireName.of(entry.getKey()))
              .collect(Collectors.joining(", ", "And ", ", all of them in the console.")));
    }
  }

  private static String line(Notification told) {
    AlertGroup group = told.group();
    return "%s *%s* · %s — %s/%s · %s · %d×\n"
        .formatted(
            SlackText.emoji(group),
            Wording.badge(group.severity()),
            SlackText.link(group.link(), MAX_URL, group.title(), 120),
            SlackText.line(group.project(), 60),
            SlackText.line(group.environment(), 60),
            SlackText.line(Wording.reason(told), MAX_REASON),
            group.count());
  }
}
