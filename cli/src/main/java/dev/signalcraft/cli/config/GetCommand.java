// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code signalcraft get}: the documents of a kind, or one of them. */
@Command(
    name = "get",
    description = "Shows the documents of a kind, or one of them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: signalcraft get RoutingRule critical -o yaml"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class GetCommand extends ConfigCommand {
  private static final String ROW = "%-14s %-40s %7s  %-24s  %s%n";

  @Parameters(index = "0", paramLabel = "KIND", description = "Such as RoutingRule.")
  private String kind;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
  private @Nullable String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}; yaml is what apply takes, json one in a line.")
  private Output output = Output.TABLE;

  /** What is printed. */
  enum Output {
    TABLE,
    YAML,
    JSON;

    @Override
    public String toString() {
      return this == TABLE ? "table" : this == YAML ? "yaml" : "json";
    }
  }

  @Override
  Exit run(RemoteDocuments documents) throws IOException, InterruptedException, Refused {
    Kind known = kind(kind);
    if (output == Output.TABLE) {
      out().printf(ROW, "KIND", "NAME", "VERSION", "CHANGED", "AUTHOR");
    }
    if (name != null) {
      print(documents.get(known.wireName(), name), true);
      return Exit.DONE;
    }
    boolean first = true;
    for (JsonNode item : documents.list(known).path("items")) {
      print(
          output == Output.TABLE
              ? item
              : documents.get(known.wireName(), item.path("name").asText()),
          first);
      first = false;
    }
    return Exit.DONE;
  }

  private void print(JsonNode document, boolean first) {
    if (document.has("refusal")) {
      long inForce = document.path("inForceVersion").asLong();
      fault(
          "%s/%s: version %s cannot be used, %s is in force: %s"
              .formatted(
                  document.path("kind").asText(),
                  document.path("name").asText(),
                  document.path("version").asText(),
                  inForce == 0 ? "none" : "version " + inForce,
                  document.path("refusal").asText().replaceAll("\\p{Cntrl}", " ")));
    }
    switch (output) {
      case JSON -> out().println(document);
      case YAML -> out().print((first ? "" : "---\n") + Yaml.document(document));
      case TABLE ->
          out()
              .printf(
                  ROW,
                  document.path("kind").asText(),
                  document.path("name").asText(),
                  document.path("version").asText(),
                  document.path("changedAt").asText(),
                  document.path("author").asText("-").replaceAll("\\p{Cntrl}", " "));
    }
  }
}
