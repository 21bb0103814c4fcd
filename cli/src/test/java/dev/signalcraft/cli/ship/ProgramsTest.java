// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.cli.Main;
import dev.signalcraft.cli.MigrateCommand;
import dev.signalcraft.cli.keys.KeysetCommand;
import dev.signalcraft.console.ConsoleSettings;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.gateway.GatewaySettings;
import dev.signalcraft.jobs.delivery.DeliveryJob;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.monitor.MonitorsJob;
import dev.signalcraft.jobs.replay.ReplayJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What compose file and chart give to the programs is what the programs ask for. */
class ProgramsTest {
  private static final Map<String, Program> PROGRAMS =
      Map.of(
          "ingest", new Program(IngestJob.class, IngestJob.NAME, IngestJob.OPTIONS),
          "alerts", new Program(AlertsJob.class, AlertsJob.NAME, AlertsJob.OPTIONS),
          "monitors", new Program(MonitorsJob.class, MonitorsJob.NAME, MonitorsJob.OPTIONS),
          "tables", new Program(TablesJob.class, TablesJob.NAME, TablesJob.OPTIONS),
          "delivery", new Program(DeliveryJob.class, DeliveryJob.NAME, DeliveryJob.OPTIONS));

  private static final Map<String, List<Setting<?>>> COMMANDS =
      Map.of(
          "migrate", MigrateCommand.OPTIONS,
          "gateway", GatewaySettings.OPTIONS,
          "console", ConsoleSettings.OPTIONS);

  private static final JsonNode SERVICES =
      Repository.yaml(Repository.text("docker-compose.yml")).get(0).path("services");
  private static final List<JsonNode> DEFAULT = Chart.render("{}");
  private static final List<JsonNode> FULL = Chart.render(Chart.FULL_VALUES);

  private record Program(Class<?> entry, String name, List<Setting<?>> options) {}

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "alerts", "monitors", "tables", "delivery"})
  void composeSubmitsEachJobWithItsOwnClassNameAndSettings(String job) {
    Program program = PROGRAMS.get(job);
    JsonNode service = SERVICES.path(job + "-job");
    List<String> command = Repository.texts(service.path("command"));

    assertThat(command.subList(0, 3))
        .containsExactly("submit-job", program.name(), program.entry().getName());
    accepts(program, command.subList(3, command.size()), environment(service));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "alerts", "monitors", "tables", "delivery"})
  void theChartStartsEachJobWithItsOwnClassAndSettings(String job) {
    Program program = PROGRAMS.get(job);
    for (List<JsonNode> resources : List.of(DEFAULT, FULL)) {
      JsonNode spec = Chart.one(resources, "FlinkDeployment", "-" + job).path("spec");
      JsonNode container = spec.at("/podTemplate/spec/containers/0");

      assertThat(spec.at("/job/entryClass").asText()).isEqualTo(program.entry().getName());
      accepts(program, Repository.texts(spec.at("/job/args")), Programs.environment(container));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "gateway", "console"})
  void composeStartsEachCommandWithItsSettings(String command) {
    JsonNode service = SERVICES.path(command);

    accepts(command, Repository.texts(service.path("command")), environment(service));
  }

  @ParameterizedTest
  @ValueSource(strings = {"migrate", "gateway", "console"})
  void theChartStartsEachCommandWithItsSettings(String command) {
    for (List<JsonNode> resources : List.of(DEFAULT, FULL)) {
      JsonNode owner =
          Chart.one(resources, command.equals("migrate") ? "Job" : "Deployment", command);
      JsonNode container = owner.at("/spec/template/spec/containers/0");

      accepts(command, Repository.texts(container.path("args")), Programs.environment(container));
    }
  }

  /** A command of the command line with this name, which starts with these. */
  private static void accepts(
      String command, List<String> arguments, Map<String, String> environment) {
    assertThat(Main.class.getAnnotation(Command.class).subcommands())
        .extracting(type -> type.getAnnotation(Command.class).name())
        .contains(command);
    assertThat(arguments).first().isEqualTo(command);
    Program program = new Program(Main.class, command, COMMANDS.get(command));
    accepts(program, arguments.subList(1, arguments.size()), environment);
  }

  @Test
  void theClusterOfComposeKnowsWhatAReplayIsNotTold() {
    Program replay = new Program(ReplayJob.class, ReplayJob.NAME, ReplayJob.OPTIONS);

    accepts(replay, List.of("--since", "7d"), environment(SERVICES.path("jobmanager")));
  }

  @Test
  void composeMakesTheKeysetByArgumentsThatItsCommandTakes() {
    List<String> command = Repository.texts(SERVICES.at("/keys/command"));

    assertThat(command).first().isEqualTo("keyset");
    assertThat(
            new CommandLine(new KeysetCommand())
                .parseArgs(command.subList(1, command.size()).toArray(String[]::new))
                .hasMatchedOption("--keyset-file"))
        .isTrue();
  }

  @Test
  void aSettingThatTheProgramDoesNotKnowWouldBeSeen() {
    assertThat(unknown(PROGRAMS.get("alerts"), Map.of("SIGNALCRAFT_POSTGRES_URL", "x")))
        .containsExactly("SIGNALCRAFT_POSTGRES_URL");
  }

  /** The program starts with these, and each variable is one of its settings. */
  private static void accepts(
      Program program, List<String> arguments, Map<String, String> environment) {
    assertThat(unknown(program, environment)).isEmpty();
    assertThat(Settings.read(program.options(), arguments, environment)).isNotNull();
  }

  private static List<String> unknown(Program program, Map<String, String> environment) {
    List<String> known = program.options().stream().map(Setting::variable).toList();
    return environment.keySet().stream()
        .filter(name -> name.startsWith("SIGNALCRAFT_") && !known.contains(name))
        .toList();
  }

  private static Map<String, String> environment(JsonNode service) {
    Map<String, String> environment = new TreeMap<>();
    service
        .path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }
}
