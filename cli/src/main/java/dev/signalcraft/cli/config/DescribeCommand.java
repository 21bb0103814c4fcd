// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.console.Exit;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code signalcraft describe}: one document with who wrote it and when. */
@Command(
    name = "describe",
    description = "Shows one document, who wrote it and when.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Example: signalcraft describe Silence deploy"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class DescribeCommand extends ConfigCommand {
  @Parameters(index = "0", paramLabel = "KIND", description = "Such as RoutingRule.")
  private String kind;

  @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
  private String name;

  @Override
  Exit run(RemoteDocuments documents) throws IOException, InterruptedException, Refused {
    JsonNode shown = documents.get(kind(kind).wireName(), name);
    for (String field : new String[] {"kind", "workspace", "name", "version", "changedAt"}) {
      line(field, shown.path(field).asText());
    }
    line("author", shown.path("author").asText("not known"));
    if (shown.has("refusal")) {
      long inForce = shown.path("inForceVersion").asLong();
      line("in force", inForce == 0 ? "none" : "version " + inForce);
      line("refused", shown.path("refusal").asText());
    }
    out().println("spec:");
    Yaml.text(shown.path("spec")).lines().forEach(line -> out().println("  " + line));
    return Exit.DONE;
  }

  private void line(String field, String text) {
    out().println("%-11s%s".formatted(field + ":", text.replaceAll("\\p{Cntrl}", " ")));
  }
}
