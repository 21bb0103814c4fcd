// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.console.ConsoleClient;
import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.cli.console.ConsoleOptions;
import dev.signalcraft.cli.console.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalcraft groups}: the groups that there are, the last active first. */
@Command(
    name = "groups",
    description = "Lists the groups that are not over, the last active first.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: signalcraft groups --status open --assignee none"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class GroupsCommand implements Callable<Integer> {
  private static final String ROW = "%-47s %-12s %-8s %6s  %-24s  %-12s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ConsoleOptions console;

  @Option(
      names = "--status",
      paramLabel = "WORDS",
      description = "Of open, acknowledged, snoozed, resolved; with commas between.")
  private String status = "open,acknowledged,snoozed";

  @Option(names = "--project", paramLabel = "NAMES", description = "Only of these projects.")
  private @Nullable String project;

  @Option(
      names = "--assignee",
      paramLabel = "NAMES",
      description = "Only those that one of these has; none for nobody.")
  private @Nullable String assignee;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most, up to 200.")
  private int limit = 50;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; json is a group in a line, id nothing but its id.")
  private Output output = Output.TABLE;

  /** What is printed. */
  enum Output {
    TABLE,
    JSON,
    ID;

    @Override
    public String toString() {
      return this == TABLE ? "table" : this == JSON ? "json" : "id";
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    StringBuilder path = new StringBuilder("/api/v1/alert-groups?limit=").append(limit);
    add(path, "status", status);
    add(path, "project", project);
    add(path, "assignee", assignee);
    ConsoleClient client = console.client();
    try {
      Answer answer = client.get(path.toString(), console.deadline());
      if (answer.status() != 200) {
        spec.commandLine().getErr().println(answer.problem());
        return answer.exit().code();
      }
      print(answer.body());
      return Exit.DONE.code();
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Exit.UNKNOWN.code();
    }
  }

  private static void add(StringBuilder path, String name, @Nullable String value) {
    if (value != null) {
      path.append('&').append(name).append('=');
      path.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  private void print(JsonNode page) {
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.TABLE) {
      out.printf(ROW, "GROUP", "STATUS", "SEVERITY", "COUNT", "LAST ACTIVITY", "ASSIGNEE", "TITLE");
    }
    for (JsonNode group : page.path("items")) {
      switch (output) {
        case ID -> out.println(group.path("groupId").asText());
        case JSON -> out.println(group);
        case TABLE ->
            out.printf(
                ROW,
                group.path("groupId").asText(),
                group.path("status").asText(),
                group.path("severity").asText(),
                group.path("count").asText(),
                group.path("lastActivity").asText(),
                group.path("assignee").asText("-"),
                line(group.path("title").asText()));
      }
    }
    if (page.has("nextCursor")) {
      spec.commandLine().getErr().println("there are more: narrow it, or give a greater --limit");
    }
    out.flush();
  }

  /** A title comes from outside: nothing in it may move the cursor of a terminal. */
  private static String line(String title) {
    return title.replaceAll("\\p{Cntrl}", " ");
  }
}
