// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.routing.Notification;
import java.util.ArrayList;
import java.util.List;

/** The notifications of a digest as plain lines. */
final class DigestText {
  private DigestText() {}

  /** A line for each of the first, and at the end how many more there are. */
  static List<String> lines(List<Notification> all, int most) {
    List<String> lines = new ArrayList<>();
    all.stream().limit(most).forEach(told -> lines.add(line(told)));
    if (all.size() > most) {
      lines.add("and " + (all.size() - most) + " more");
    }
    return lines;
  }

  /** What is told in one line. */
  static String line(Notification told) {
    AlertGroup group = told.group();
    return EmailMessage.oneLine(
        "%s %s: %s (%s/%s), %d×, %s"
            .formatted(
                Wording.badge(group.severity()),
                Wording.reason(told),
                group.title(),
                group.project(),
                group.environment(),
                group.count(),
                Wording.time(told.at())));
  }
}
