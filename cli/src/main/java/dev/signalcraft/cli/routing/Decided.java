// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import com.fasterxml.jackson.databind.ObjectWriter;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.jobs.replay.FileReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints what is decided about a history. */
final class Decided {
  private static final ObjectWriter JSON = Json.mapper().writer();

  private Decided() {}

  /** A record a line, so that a large output can be read in parts. */
  static void json(
      PrintWriter out, @Nullable List<AlertGroup> groups, List<Notification> notifications)
      throws IOException {
    out.print('{');
    if (groups != null) {
      array(out, "groups", groups);
      out.print(',');
    }
    array(out, "notifications", notifications);
    out.println('}');
  }

  private static void array(PrintWriter out, String name, List<?> records) throws IOException {
    out.print("\"" + name + "\":[");
    boolean first = true;
    for (Object record : records) {
      out.println(first ? "" : ",");
      out.print(JSON.writeValueAsString(record));
      first = false;
    }
    out.print("]");
  }

  /** How many notifications each rule makes on each channel. */
  static final class Counts implements FileReplay.Taker {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    @Override
    public void group(AlertGroup group) {}

    @Override
    public synchronized void told(Notification notification) {
      counts
          .computeIfAbsent(notification.rule(), rule -> new TreeMap<>())
          .merge(notification.channel(), 1, Integer::sum);
    }

    synchronized void table(PrintWriter out) {
      out.printf("%-24s  %-24s  %s%n", "RULE", "CHANNEL", "NOTIFICATIONS");
      counts.forEach(
          (rule, channels) ->
              channels.forEach(
                  (channel, count) -> out.printf("%-24s  %-24s  %d%n", rule, channel, count)));
    }
  }
}
