// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.ship.Repository;
import dev.signalcraft.console.ConsoleSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.gateway.GatewaySettings;
import dev.signalcraft.jobs.delivery.DeliveryJob;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.monitor.MonitorsJob;
import dev.signalcraft.jobs.replay.ReplayJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/configuration.md} is what the programs themselves say of their settings. */
class ConfigurationDocTest {
  private static final String FILE = "docs/configuration.md";
  private static final String COMMAND =
      "mvn -pl cli -am test -Dtest=ConfigurationDocTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dregenerate=true";

  private record Program(String title, String start, List<Setting<?>> options) {}

  private static final List<Program> PROGRAMS =
      List.of(
          new Program(
              "IngestJob", "`flink run -c " + IngestJob.class.getName() + "`", IngestJob.OPTIONS),
          new Program(
              "AlertsJob", "`flink run -c " + AlertsJob.class.getName() + "`", AlertsJob.OPTIONS),
          new Program(
              "MonitorsJob",
              "`flink run -c " + MonitorsJob.class.getName() + "`",
              MonitorsJob.OPTIONS),
          new Program(
              "TablesJob", "`flink run -c " + TablesJob.class.getName() + "`", TablesJob.OPTIONS),
          new Program(
              "DeliveryJob",
              "`flink run -c " + DeliveryJob.class.getName() + "`",
              DeliveryJob.OPTIONS),
          new Program(
              "ReplayJob", "`flink run -c " + ReplayJob.class.getName() + "`", ReplayJob.OPTIONS),
          new Program("Gateway", "`signalcraft gateway`", GatewaySettings.OPTIONS),
          new Program("Console", "`signalcraft console`", ConsoleSettings.OPTIONS),
          new Program("Migration", "`signalcraft migrate`", MigrateCommand.OPTIONS));

  @Test
  void theDocumentIsWhatTheProgramsSay() throws IOException {
    String current = document();
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(Repository.path(FILE), current);
    }
    assertThat(Repository.text(FILE))
        .as("%s is stale; write it anew: %s", FILE, COMMAND)
        .isEqualTo(current);
  }

  @Test
  void aSettingThatIsMissingOrHasAnotherDefaultMakesItStale() {
    assertThat(table(List.of(Setting.text("a.b-c", null, "Says | what."))))
        .contains("| `a.b-c` | `SIGNALCRAFT_A_B_C` | text | **needed** | Says \\| what. |");
    assertThat(table(List.of(Setting.text("a", "", "It."), Setting.text("b", "x|y", "It."))))
        .contains("| `a` | `SIGNALCRAFT_A` | text | empty | It. |")
        .contains("| `b` | `SIGNALCRAFT_B` | text | `x\\|y` | It. |");
  }

  private static String document() {
    StringBuilder text =
        new StringBuilder(
            """
            <!-- Generated from the settings in the code. Write it anew with
                 %s -->
            # Configuration

            A setting is given as `--key value` (or `--key=value`), in the YAML file of `--config` (keys with
            dots may be nested), or in the environment; the first of them holds. A setting that is unknown,
            missing or cannot be read ends the program at start, with a line for each fault. Durations are
            written `500ms`, `30s`, `5m`, `24h`, `7d`. Secrets are never printed; give them in the environment,
            where no list of processes shows them.

            What concerns Flink itself (parallelism, checkpoints, state, restarts) is set in Flink's own
            configuration: see [operations](operations.md).
            """
                .formatted(COMMAND));
    for (Program program : PROGRAMS) {
      text.append("\n## ").append(program.title()).append("\n\n").append(program.start());
      text.append("\n\n").append(table(program.options()));
    }
    text.append("\n## Commands\n");
    Main.commandLine()
        .getSubcommands()
        .forEach((name, command) -> text.append(options(name, command)));
    return text.toString();
  }

  private static String table(List<Setting<?>> settings) {
    StringBuilder table =
        new StringBuilder(
            "| Key | Environment | Type | Default | What it is |\n|---|---|---|---|---|\n");
    for (Setting<?> setting : settings) {
      table.append(
          "| `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.key(),
                  setting.variable(),
                  escaped(setting.type()),
                  fallback(setting.fallback()),
                  escaped(setting.description())));
    }
    return table.toString();
  }

  private static String options(String name, CommandLine command) {
    StringBuilder table = new StringBuilder();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        Object value = option.initialValue();
        String shown =
            option.required()
                ? null
                : value == null || value.equals(Long.MAX_VALUE) ? "" : value.toString();
        table.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    option.longestName(),
                    fallback(shown),
                    escaped(String.join(" ", option.description()))));
      }
    }
    StringBuilder all = new StringBuilder();
    if (!table.isEmpty()) {
      all.append(
          "\n`signalcraft %s`\n\n| Option | Default | What it is |\n|---|---|---|\n%s"
              .formatted(name, table));
    }
    command.getSubcommands().forEach((sub, its) -> all.append(options(name + " " + sub, its)));
    return all.toString();
  }

  private static String fallback(String value) {
    return value == null ? "**needed**" : value.isEmpty() ? "empty" : "`" + escaped(value) + "`";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
