// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.config.LocalDocuments;
import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.cli.console.ConsoleOptions;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.routing.Explanation;
import dev.signalcraft.domain.routing.Rulebook;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code signalcraft rules test}: the path of one alert through the rules. */
@Command(
    name = "test",
    description = "Shows the path of one alert through the rules, and who would be told.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Nobody is told, and nothing is changed. Exit codes: 0 shown and as expected, 1 others would be",
      "told than expected, 2 the sample or a rule is invalid, 3 the console is not reached.",
      "",
      "Example: signalcraft rules test --sample alert.json --with alerting/ --expect ops"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class RulesTestCommand implements Callable<Integer> {
  private static final String PATH = "/api/v1/routing-rules/test";
  private static final String NOBODY = "none";

  @Spec private CommandSpec spec;
  @Mixin private ConsoleOptions console;

  @Option(
      names = "--sample",
      required = true,
      paramLabel = "FILE",
      description = "The alert: JSON as on the topic events.")
  private Path sample;

  @Option(
      names = "--source",
      paramLabel = "FORM",
      description =
          "Whose form the sample has: ${COMPLETION-CANDIDATES}; sentry is a webhook's body.")
  private Sample.Source source = Sample.Source.EVENTS;

  @Option(
      names = "--with",
      paramLabel = "PATH",
      description =
          "Test the documents of this file or directory, without a console. Without it the console"
              + " tests those that it has.")
  private @Nullable Path with;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When the alert comes, such as 2026-03-01T08:00:00Z; now without it.")
  private @Nullable String at;

  @Option(
      names = "--expect",
      paramLabel = "CHANNEL",
      description =
          "A channel that must be told, at the opening or by a step; repeat it for each, none for"
              + " nobody.")
  private @Nullable List<String> expected;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; json is the whole explanation in a line.")
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

  @Override
  public Integer call() throws InterruptedException {
    Set<String> channels = channels();
    Instant time = time();
    try {
      Explanation explanation = with == null ? ask(time) : offline(with, time);
      if (explanation == null) {
        return Exit.USAGE.code();
      }
      print(explanation);
      return verdict(channels, explanation.told()).code();
    } catch (IllegalArgumentException e) {
      fault(String.valueOf(e.getMessage()));
      return Exit.USAGE.code();
    } catch (Unanswered e) {
      fault(String.valueOf(e.getMessage()));
      return e.exit.code();
    } catch (IOException e) {
      fault(String.valueOf(e.getMessage()));
      return Exit.UNKNOWN.code();
    }
  }

  private @Nullable Set<String> channels() {
    if (expected == null) {
      return null;
    }
    Set<String> channels = new TreeSet<>(expected);
    if (channels.remove(NOBODY) && !channels.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--expect none stands alone");
    }
    return channels;
  }

  private Instant time() {
    Instant time = at == null ? Instant.now() : WireTime.parse(at);
    if (time == null || time.isBefore(Instant.EPOCH)) {
      throw new ParameterException(
          spec.commandLine(), "--at: write a time such as 2026-03-01T08:00:00Z");
    }
    return time;
  }

  /** By the documents of files; null where one of them is wrong. */
  private @Nullable Explanation offline(Path path, Instant time) throws IOException {
    LocalDocuments documents = LocalDocuments.read(path);
    if (!documents.faults().isEmpty()) {
      documents.faults().forEach(this::fault);
      return null;
    }
    Rulebook rules = documents.rulebook();
    Sample alert = Sample.read(sample, source, time, rules);
    return rules.explain(alert.event(), time.toEpochMilli());
  }

  private Explanation ask(Instant time) throws IOException, InterruptedException, Unanswered {
    Sample alert = Sample.read(sample, source, time, new Rulebook());
    ObjectNode question = Json.mapper().createObjectNode();
    question.set("event", alert.json());
    question.put("at", WireTime.format(time));
    Answer answer = console.client().post(PATH, question, console.deadline());
    if (answer.status() != 200) {
      throw new Unanswered(answer);
    }
    try {
      return Json.mapper().treeToValue(answer.body(), Explanation.class);
    } catch (JsonProcessingException e) {
      throw new IOException("the console answers in a form of another version", e);
    }
  }

  private void print(Explanation explanation) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (output == Output.JSON) {
      out.println(Json.mapper().writeValueAsString(explanation));
    } else {
      Story.of(explanation).forEach(out::println);
    }
    out.flush();
  }

  private Exit verdict(@Nullable Set<String> wanted, Set<String> told) {
    if (wanted == null || wanted.equals(told)) {
      return Exit.DONE;
    }
    fault("expected: %s; would be told: %s".formatted(names(wanted), names(told)));
    return Exit.REFUSED;
  }

  private static String names(Set<String> channels) {
    return channels.isEmpty() ? NOBODY : String.join(", ", channels);
  }

  private void fault(String line) {
    spec.commandLine().getErr().println(line);
  }

  /** The console does not explain, and says why. */
  private static final class Unanswered extends Exception {
    private final Exit exit;

    Unanswered(Answer answer) {
      super(answer.problem());
      exit = answer.exit();
    }
  }
}
