// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.grouping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.console.ConsoleClient;
import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.cli.console.ConsoleOptions;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the console for one action on some groups and tells what became of it, a line for each. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
abstract class GroupCommand implements Callable<Integer> {
  private static final String GROUP_ID = "[0-9a-f]{32}-[0-9]{1,15}";
  private static final long MAX_WAIT_SECONDS = 10;

  @Spec private CommandSpec spec;
  @Mixin private ConsoleOptions console;

  @Parameters(
      arity = "1..*",
      paramLabel = "GROUP-ID",
      description = "The groups, as 'signalcraft groups' shows them.")
  private List<String> groupIds;

  @Option(names = "--no-wait", description = "Return when Kafka has it, without its effect.")
  private boolean noWait;

  @Option(
      names = "--expected-version",
      paramLabel = "N",
      description = "Only if the group is at this version still.")
  private @Nullable Integer expectedVersion;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; json is an object in a line for each group.")
  private Output output = Output.TEXT;

  /** What is printed. */
  enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return this == TEXT ? "text" : "json";
    }
  }

  /** The last part of the path of its action. */
  abstract String action();

  /** Adds what its action needs. */
  void say(ObjectNode command) {}

  @Override
  public final Integer call() throws InterruptedException {
    for (String groupId : groupIds) {
      if (!groupId.matches(GROUP_ID)) {
        throw new ParameterException(
            spec.commandLine(),
            "'" + groupId + "' is no group id; 'signalcraft groups' lists those that there are");
      }
    }
    ConsoleClient client = console.client();
    long deadline = console.deadline();
    try {
      return run(client, deadline).code();
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Exit.UNKNOWN.code();
    }
  }

  /** Sends all before it waits for the first: their effects come together. */
  private Exit run(ConsoleClient client, long deadline) throws IOException, InterruptedException {
    ObjectNode command = Json.mapper().createObjectNode();
    if (expectedVersion != null) {
      command.put("expectedVersion", expectedVersion);
    }
    say(command);
    Map<String, Answer> sent = new LinkedHashMap<>();
    for (String groupId : groupIds) {
      String path = "/api/v1/alert-groups/" + groupId + "/" + action();
      String key = UUID.randomUUID().toString();
      sent.put(groupId, client.post(path, command, key, deadline));
    }
    Exit exit = Exit.DONE;
    for (Map.Entry<String, Answer> one : sent.entrySet()) {
      exit = exit.and(tell(client, one.getKey(), one.getValue(), deadline));
    }
    return exit;
  }

  private Exit tell(ConsoleClient client, String groupId, Answer sent, long deadline)
      throws IOException, InterruptedException {
    if (sent.status() != 202) {
      return print(Verdict.of(groupId, sent), "problem", sent.body());
    }
    String effect = sent.body().path("effect").asText();
    if (noWait) {
      String line = "accepted %s; its effect: %s".formatted(groupId, effect);
      return print(new Verdict(groupId, Exit.DONE, line), "accepted", sent.body());
    }
    Answer answer;
    long rest;
    do {
      rest = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
      long wait = Math.max(0, Math.min(MAX_WAIT_SECONDS, rest));
      answer = client.get(effect + "?wait=" + wait + "s", deadline);
    } while (rest > 0 && answer.body().path("state").asText().equals("pending"));
    return answer.status() == 200
        ? print(Verdict.of(groupId, answer.body()), "effect", answer.body())
        : print(Verdict.of(groupId, answer), "problem", answer.body());
  }

  private Exit print(Verdict verdict, String what, JsonNode content) {
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      ObjectNode line = Json.mapper().createObjectNode();
      line.put("groupId", verdict.groupId());
      line.set(what, content);
      out.println(line);
    } else {
      out.println(verdict.line());
    }
    return verdict.exit();
  }
}
