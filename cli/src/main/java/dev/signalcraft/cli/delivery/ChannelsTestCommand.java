// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.console.ConsoleClient;
import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.cli.console.ConsoleOptions;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code signalcraft channels test}: tells a channel that it is tested, and what came of it. */
@Command(
    name = "test",
    description = "Sends a channel one message that says it is a test, and shows what came of it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The delivery job sends it, with the secrets that it knows. Exit codes: 0 sent, 1 not sent, or",
      "not known in time, 2 wrongly used, 3 the console is not reached.",
      "",
      "Example: signalcraft channels test ops --wait 30s"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ChannelsTestCommand implements Callable<Integer> {
  private static final String NAME = "[a-z0-9-]{1,63}";
  private static final long MAX_WAIT_SECONDS = 10;

  @Spec private CommandSpec spec;
  @Mixin private ConsoleOptions console;

  @Parameters(paramLabel = "NAME", description = "The channel, as its document is named.")
  private String name;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description = "How long to wait for what comes of it, such as 30s.")
  private String wait = "30s";

  @Override
  public Integer call() throws InterruptedException {
    if (!name.matches(NAME)) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + name + "' is no name of a channel; 'signalcraft get Channel' lists them");
    }
    long patience = patience();
    ConsoleClient client = console.client();
    try {
      return test(client, console.deadline(), patience).code();
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Exit.UNKNOWN.code();
    }
  }

  private long patience() {
    try {
      return Setting.parseDuration(wait).toNanos();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(), "--wait: write a duration such as 30s or 5m", e);
    }
  }

  private Exit test(ConsoleClient client, long deadline, long patience)
      throws IOException, InterruptedException {
    String path = "/api/v1/channels/" + name + "/test";
    Answer answer =
        client.post(path, Json.mapper().createObjectNode(), UUID.randomUUID().toString(), deadline);
    long end = System.nanoTime() + patience;
    long rest = patience;
    while (answer.status() < 300 && rest > 0 && !isFinal(answer.body())) {
      // At least a second: what is asked at the last moment is answered once more.
      long seconds = Math.max(1, Math.min(MAX_WAIT_SECONDS, TimeUnit.NANOSECONDS.toSeconds(rest)));
      String result = answer.body().path("result").asText();
      answer = client.get(result + "?wait=" + seconds + "s", end);
      rest = end - System.nanoTime();
    }
    if (answer.status() >= 300) {
      String hint =
          answer.status() == 404 ? " ('signalcraft get Channel' lists those that there are)" : "";
      spec.commandLine().getErr().println(name + ": " + answer.problem() + hint);
      return answer.exit();
    }
    spec.commandLine().getOut().println(line(answer.body()));
    return isSent(answer.body()) ? Exit.DONE : Exit.REFUSED;
  }

  private static String status(JsonNode test) {
    return test.path("status").asText();
  }

  private static boolean isSent(JsonNode test) {
    return status(test).equals("sent") || status(test).equals("digested");
  }

  private static boolean isFinal(JsonNode test) {
    return !status(test).equals("pending") && !status(test).equals("retrying");
  }

  private String line(JsonNode test) {
    return switch (status(test)) {
      case "sent", "digested" ->
          "sent %s in %d ms%s%s%s"
              .formatted(
                  name,
                  test.path("latencyMillis").asLong(),
                  said(" (HTTP %s)", test.path("httpStatus")),
                  said(", message %s", test.path("messageId")),
                  said(", %s", test.path("error")));
      case "pending" ->
          ("pending: %s; Kafka has the test, nothing is known of it yet: it waits where the channel is"
                  + " paused by Retry-After, fails or is at its rate; else, does the delivery job run?")
              .formatted(name);
      case "retrying" ->
          "retrying: %s failed %d times%s; it is tried again"
              .formatted(name, test.path("attempt").asInt(), said(": %s", test.path("error")));
      default -> "failed: %s%s".formatted(name, said(": %s", test.path("error")));
    };
  }

  private static String said(String form, JsonNode value) {
    return value.isMissingNode() ? "" : form.formatted(value.asText());
  }
}
