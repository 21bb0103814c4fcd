// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** What a replay found, as text: a line for each rule and channel, and their totals. */
final class DifferenceTable {
  private static final List<String> KINDS =
      List.of("same", "added", "suppressed", "earlier", "later", "unknown");
  private static final String ROW = "%-24s  %-24s  %8s  %8s  %10s  %8s  %8s  %8s%n";

  private DifferenceTable() {}

  static void print(PrintWriter out, JsonNode replay) {
    out.printf(
        "replay %s from %s to %s%n",
        replay.path("replayId").asText(),
        replay.path("since").asText(),
        replay.path("until").asText());
    out.printf(
        ROW, "RULE", "CHANNEL", "SAME", "ADDED", "SUPPRESSED", "EARLIER", "LATER", "UNKNOWN");
    for (JsonNode row : replay.path("summary")) {
      row(out, row.path("rule").asText(), row.path("channel").asText(), row);
    }
    row(out, "all together", "", replay.path("totals"));
  }

  private static void row(PrintWriter out, String rule, String channel, JsonNode counts) {
    Object[] cells = new Object[2 + KINDS.size()];
    cells[0] = rule;
    cells[1] = channel;
    for (int i = 0; i < KINDS.size(); i++) {
      cells[2 + i] = counts.path(KINDS.get(i)).asText();
    }
    out.printf(ROW, cells);
  }
}
