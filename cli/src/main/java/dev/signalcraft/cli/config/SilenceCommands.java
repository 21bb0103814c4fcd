// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.silence.Silence;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalcraft silence}: what holds notifications for a time. */
@Command(
    name = "silence",
    description = "Holds notifications for a time: add, list, expire.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SilenceCommands.Add.class,
      SilenceCommands.Current.class,
      SilenceCommands.Expire.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class SilenceCommands {
  private static final String KIND = Kind.SILENCE.wireName();
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'silence-'yyyyMMdd-HHmmssSSS").withZone(ZoneOffset.UTC);

  private SilenceCommands() {}

  @Command(
      name = "add",
      description = "Holds what would be told about the groups that match.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {
        "",
        "Example: signalcraft silence add environment=test --for 2h --reason 'load test'"
      })
  static final class Add extends ConfigCommand {
    @Parameters(
        arity = "1..*",
        paramLabel = "MATCHER",
        description = "All must hold: environment=test, severity!=critical, tags.team=~pay.*")
    private List<String> matchers;

    @ArgGroup(multiplicity = "1")
    private End end;

    private static final class End {
      @Option(names = "--for", paramLabel = "TIME", description = "How long: 30m, 2h, 7d.")
      private @Nullable String duration;

      @Option(
          names = "--until",
          paramLabel = "TIME",
          description = "Until when, such as 2026-03-01T08:00:00Z.")
      private @Nullable String time;
    }

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Option(names = "--name", paramLabel = "NAME", description = "Without it the time is its name.")
    private @Nullable String name;

    @Override
    Exit run(RemoteDocuments documents) throws IOException, InterruptedException, Refused {
      Instant now = Instant.now();
      ObjectNode spec = Json.mapper().createObjectNode();
      matchers.forEach(spec.putArray("matchers")::add);
      spec.put("endsAt", WireTime.format(end(now)));
      spec.put("reason", reason);
      String called = Objects.requireNonNullElseGet(name, () -> NAME.format(now));
      try {
        Kind.check(
            new ConfigRecord(
                KIND, new ConfigRecord.Metadata("default", called), 1, 0, false, spec));
      } catch (IllegalArgumentException e) {
        throw usage(String.valueOf(e.getMessage()));
      }
      JsonNode added = documents.put(KIND, called, spec, 0);
      out().println("silenced until %s: %s".formatted(added.at("/spec/endsAt").asText(), called));
      return Exit.DONE;
    }

    private Instant end(Instant now) {
      Instant time;
      try {
        time =
            end.time != null
                ? WireTime.parse(end.time)
                : now.plus(Setting.parseDuration(String.valueOf(end.duration)));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw usage("--for: write a duration such as 30m, 2h or 7d");
      }
      if (time == null) {
        throw usage("--until: write a time such as 2026-03-01T08:00:00Z");
      }
      if (!time.isAfter(now)) {
        throw usage("the silence ends in the past: it is " + WireTime.format(now) + " now");
      }
      return time;
    }
  }

  @Command(
      name = "list",
      description = "Lists the silences that are not over.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Current extends ConfigCommand {
    private static final String ROW = "%-32s %-8s %-24s  %-12s %s%n";

    @Option(names = "--all", description = "Also those that are over.")
    private boolean all;

    @Override
    Exit run(RemoteDocuments documents) throws IOException, InterruptedException, Refused {
      Instant now = Instant.now();
      out().printf(ROW, "NAME", "STATE", "ENDS", "AUTHOR", "MATCHERS AND REASON");
      for (JsonNode item : documents.list(Kind.SILENCE).path("items")) {
        String name = item.path("name").asText();
        JsonNode shown = documents.get(KIND, name);
        Silence silence = read(shown);
        String state = silence == null ? "unusable" : state(silence, now);
        if (all || !state.equals("over")) {
          List<String> matchers = new ArrayList<>();
          shown.at("/spec/matchers").forEach(matcher -> matchers.add(matcher.asText()));
          out()
              .printf(
                  ROW,
                  name,
                  state,
                  silence == null ? "-" : WireTime.format(silence.endsAt()),
                  plain(shown.path("author").asText("-")),
                  plain(String.join(" ", matchers) + " · " + shown.at("/spec/reason").asText()));
        }
      }
      return Exit.DONE;
    }

    private static String state(Silence silence, Instant now) {
      if (!silence.endsAt().isAfter(now)) {
        return "over";
      }
      return silence.startsAt() != null && silence.startsAt().isAfter(now) ? "pending" : "active";
    }

    private static String plain(String text) {
      return text.replaceAll("\\p{Cntrl}", " ");
    }
  }

  @Command(
      name = "expire",
      description = "Ends a silence now: what it held is told within a minute.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      footer = {"", "Example: signalcraft silence expire deploy"})
  static final class Expire extends ConfigCommand {
    @Parameters(paramLabel = "NAME", description = "Its name, as 'silence list' shows it.")
    private String name;

    @Override
    Exit run(RemoteDocuments documents) throws IOException, InterruptedException, Refused {
      Instant now = Instant.now();
      JsonNode shown = documents.get(KIND, name);
      Silence silence = read(shown);
      if (silence != null && !silence.endsAt().isAfter(now)) {
        throw new Refused(Exit.REFUSED, name + " is over since " + silence.endsAt());
      }
      ObjectNode spec = shown.path("spec").deepCopy();
      spec.put("endsAt", WireTime.format(now));
      if (silence != null && silence.startsAt() != null && !silence.startsAt().isBefore(now)) {
        spec.remove("startsAt");
      }
      documents.put(KIND, name, spec, shown.path("version").asLong());
      out().println("expired " + name);
      return Exit.DONE;
    }
  }

  /** The silence in a document of the console; null where it cannot be used. */
  private static @Nullable Silence read(JsonNode shown) {
    try {
      return Silence.read(
          new ConfigRecord(
              KIND,
              new ConfigRecord.Metadata("default", "shown"),
              1,
              0,
              false,
              shown.path("spec")));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
