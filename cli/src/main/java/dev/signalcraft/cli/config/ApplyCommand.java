// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.config.Manifests.Manifest;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code signalcraft apply}: makes the documents of a workspace those of some files. */
@Command(
    name = "apply",
    description = "Makes the documents of a workspace those of some YAML files.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "All files are checked before anything is sent. Exit codes: 0 done, 1 refused or another edit",
      "came first, 2 invalid, 3 the console is not reached.",
      "",
      "Example: signalcraft apply -f alerting/ --dry-run"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ApplyCommand extends ConfigCommand {
  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "PATH",
      description = "A file of documents, or a directory of .yaml and .yml files.")
  private Path path;

  @Option(names = "--dry-run", description = "Only show what would change.")
  private boolean dryRun;

  @Option(
      names = "--prune",
      description =
          "Also delete what is not there, of the kinds of which there is at least one document.")
  private boolean prune;

  private final Map<String, Integer> counts = new TreeMap<>();
  private Exit exit = Exit.DONE;

  @Override
  public Integer call() throws InterruptedException {
    if (!Files.exists(path)) {
      throw usage("there is no " + path + ", which --file names");
    }
    return super.call();
  }

  @Override
  Exit run(RemoteDocuments remote) throws IOException, InterruptedException, Refused {
    Manifests manifests = Manifests.read(path);
    List<String> faults = manifests.faults();
    if (faults.isEmpty() && manifests.documents().isEmpty()) {
      faults = List.of(path + ": holds no document");
    }
    if (!faults.isEmpty()) {
      faults.forEach(this::fault);
      return Exit.USAGE;
    }
    JsonNode page = remote.list(null);
    String workspace = page.path("workspace").asText();
    for (Manifest manifest : manifests.documents()) {
      if (manifest.workspace() != null && !manifest.workspace().equals(workspace)) {
        fault(
            "%s (%s): is of workspace %s; the token opens %s"
                .formatted(manifest.place(), manifest.key(), manifest.workspace(), workspace));
        exit = Exit.USAGE;
      }
    }
    if (exit != Exit.DONE) {
      return exit;
    }
    Set<String> present = new HashSet<>();
    page.path("items").forEach(item -> present.add(key(item)));
    for (Manifest manifest : manifests.documents()) {
      apply(remote, manifest, present.contains(manifest.key()));
    }
    if (prune) {
      prune(remote, manifests.documents(), page);
    }
    out()
        .printf(
            "%d created, %d changed, %d unchanged, %d pruned%s%n",
            counts.getOrDefault("+", 0),
            counts.getOrDefault("~", 0),
            counts.getOrDefault("=", 0),
            counts.getOrDefault("-", 0),
            dryRun ? " (dry run: nothing was sent)" : "");
    return exit;
  }

  private void apply(RemoteDocuments remote, Manifest manifest, boolean present)
      throws IOException, InterruptedException {
    String kind = manifest.kind().wireName();
    try {
      JsonNode before = present ? remote.get(kind, manifest.name()) : null;
      JsonNode wanted = masked(manifest);
      boolean hidden = !wanted.equals(manifest.spec());
      if (before != null && before.path("spec").equals(wanted) && (!hidden || dryRun)) {
        tell("=", manifest.key(), hidden ? "as far as can be seen" : null);
        return;
      }
      long seen = before == null ? 0 : before.path("version").asLong();
      long version =
          dryRun
              ? seen + 1
              : remote.put(kind, manifest.name(), manifest.spec(), seen).path("version").asLong();
      if (before == null) {
        tell("+", manifest.key(), dryRun ? "new" : "version " + version);
      } else if (version == seen) {
        tell("=", manifest.key(), null);
      } else {
        tell("~", manifest.key(), "version %d → %d".formatted(seen, version));
        Diff.of(Yaml.lines(before.path("spec")), Yaml.lines(wanted))
            .forEach(line -> out().println("    " + line));
      }
    } catch (Refused e) {
      refused(manifest.key(), e);
    }
  }

  private void prune(RemoteDocuments remote, List<Manifest> manifests, JsonNode page)
      throws IOException, InterruptedException {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    Set<String> wanted = new HashSet<>();
    for (Manifest manifest : manifests) {
      kinds.add(manifest.kind());
      wanted.add(manifest.key());
    }
    for (JsonNode item : page.path("items")) {
      Kind kind = Kind.of(item.path("kind").asText());
      if (kind != null && kinds.contains(kind) && !wanted.contains(key(item))) {
        long seen = item.path("version").asLong();
        try {
          long version =
              dryRun
                  ? seen + 1
                  : remote
                      .delete(kind.wireName(), item.path("name").asText(), seen)
                      .path("version")
                      .asLong();
          tell("-", key(item), "version %d → %d".formatted(seen, version));
        } catch (Refused e) {
          refused(key(item), e);
        }
      }
    }
  }

  private void tell(String sign, String key, @Nullable String more) {
    counts.merge(sign, 1, Integer::sum);
    out().println(sign + " " + key + (more == null ? "" : " (" + more + ")"));
  }

  private void refused(String key, Refused e) {
    fault("refused: " + key + ": " + e.getMessage());
    exit = exit.and(e.exit());
  }

  private static String key(JsonNode item) {
    return item.path("kind").asText() + "/" + item.path("name").asText();
  }

  /** As the console shows it: what proves a sender is masked. */
  private static JsonNode masked(Manifest manifest) {
    if (manifest.kind() != Kind.INTEGRATION) {
      return manifest.spec();
    }
    ObjectNode shown = manifest.spec().deepCopy();
    for (String field : List.of("secrets", "keySha256")) {
      if (shown.has(field)) {
        ArrayNode masks = shown.arrayNode();
        shown.get(field).forEach(secret -> masks.add("***"));
        shown.set(field, masks);
      }
    }
    return shown;
  }
}
