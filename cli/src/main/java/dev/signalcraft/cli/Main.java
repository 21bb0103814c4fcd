// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import dev.signalcraft.cli.config.ConfigCommands;
import dev.signalcraft.cli.delivery.ChannelsCommand;
import dev.signalcraft.cli.grouping.GroupCommands;
import dev.signalcraft.cli.keys.KeysetCommand;
import dev.signalcraft.cli.keys.TokenCommand;
import dev.signalcraft.cli.routing.RulesCommand;
import dev.signalcraft.embedded.StartFault;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command line. */
@Command(
    name = "signalcraft",
    description = "Stream processing for alerting.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "In a checkout, './signalcraft bench alerts' measures the jobs; it has a --help of its own."
    },
    subcommands = {
      UpCommand.class,
      MigrateCommand.class,
      GatewayCommand.class,
      ConsoleCommand.class,
      KeysetCommand.class,
      TokenCommand.class
    })
public final class Main implements Runnable {
  private static final int FAULT = 1;
  private static final int USAGE = 2;

  private static final Set<String> PROGRAMS = Set.of("migrate", "gateway", "console");

  /** Begins the part of the help that the command opens. */
  private static final Map<String, String> SECTIONS =
      Map.of(
          "groups", "Work on groups of alerts, by way of a console (exit code 1: refused):",
          "apply", "Say who is told, by way of a console (exit code 1: refused):",
          "up", "Run it:",
          "keyset", "Make keys:");

  private Main() {}

  /** Runs a command. */
  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments);
    // The servers of a command that has returned go on until the process is told to end.
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Main());
    GroupCommands.ALL.forEach(commands::addSubcommand);
    ConfigCommands.ALL.forEach(commands::addSubcommand);
    commands.addSubcommand(RulesCommand.class);
    commands.addSubcommand(ChannelsCommand.class);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Main::commandList);
    for (Map.Entry<String, CommandLine> command : commands.getSubcommands().entrySet()) {
      // The settings of programs are read by themselves: they know what is near a wrong one.
      command
          .getValue()
          .setUnmatchedOptionsArePositionalParams(PROGRAMS.contains(command.getKey()));
    }
    commands.setParameterExceptionHandler(
        (e, given) -> {
          e.getCommandLine().getErr().println(e.getMessage() + "; see --help");
          return USAGE;
        });
    commands.setExecutionExceptionHandler(
        (e, command, result) -> {
          command.getErr().println(line(e));
          return FAULT;
        });
    return commands;
  }

  private static String commandList(CommandLine.Help help) {
    StringBuilder list = new StringBuilder();
    help.subcommands()
        .forEach(
            (name, command) -> {
              if (SECTIONS.containsKey(name)) {
                list.append("%n%s%n".formatted(SECTIONS.get(name)));
              }
              String[] description = command.commandSpec().usageMessage().description();
              list.append("  %-10s%s%n".formatted(name, String.join(" ", description)));
            });
    return list.toString();
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** Faults that are expected say all in their message; of others the kind helps too. */
  private static String line(Exception e) {
    return e instanceof StartFault || e instanceof IllegalArgumentException
        ? String.valueOf(e.getMessage())
        : e.toString();
  }

  /** The version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"signalcraft " + Objects.requireNonNullElse(version, "development")};
    }
  }
}
