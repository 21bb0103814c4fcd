// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.grouping.GroupCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theVersionIsTold() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("signalcraft ");
  }

  @Test
  void anUnknownOptionIsOneLineAndNothingStarts() {
    assertThat(run("up", "--kafka-prot", "1")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--kafka-prot");
  }

  @Test
  void aPortThatIsNoNumberIsOneLine() {
    assertThat(run("up", "--kafka-port", "many")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("--kafka-port");
  }

  @Test
  void aProgramsUnknownSettingIsToldWithTheNearestKnownOne() {
    assertThat(run("migrate", "--postgres.ulr", "x", "--postgres.password=y")).isEqualTo(1);
    assertThat(err.toString())
        .contains("unknown setting 'postgres.ulr'; did you mean 'postgres.url'?")
        .contains("missing setting 'postgres.url'")
        .doesNotContain("\tat ");
  }

  @Test
  void aTakenPortIsOneLineThatSaysWhichAndWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("up", "--data", directory.toString(), "--console-port", port)).isEqualTo(1);
      assertThat(err.toString().lines())
          .containsExactly(
              "port %s is in use or not allowed: stop what listens there or choose another with"
                      .formatted(port)
                  + " --console-port");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsOneLine() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(run("up", "--data", file.resolve("data").toString())).isEqualTo(1);
    assertThat(err.toString().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("cannot write to " + file.resolve("data"));
  }

  @Test
  void aTokenIsPrintedOnce() {
    Path file = directory.resolve("tokens");
    assertThat(run("token", "--tokens-file", file.toString(), "--name", "ops")).isZero();
    assertThat(out.toString()).startsWith("sc_");
    assertThat(file).content().contains("ops").doesNotContain(out.toString().strip());
  }

  @Test
  void theHelpShowsEveryCommandInItsPart() {
    assertThat(Main.commandLine().getUsageMessage().lines())
        .containsSubsequence(
            "Run it:",
            "  up        Starts everything on this machine and prints where it is.",
            "Make keys:",
            "Work on groups of alerts, by way of a console (exit code 1: refused):",
            "  ack       Takes groups on: their escalation stops.");
    assertThat(Main.commandLine().getSubcommands().keySet())
        .allSatisfy(
            name ->
                assertThat(Main.commandLine().getUsageMessage())
                    .containsPattern("\n  " + name + " "));
  }

  @Test
  void eachCommandOnGroupsShowsAnExampleThatItsOptionsTake() {
    for (Class<?> type : GroupCommands.ALL) {
      CommandLine command = new CommandLine(type);
      String[] footer = command.getCommandSpec().usageMessage().footer();
      String[] words = footer[1].replaceAll("'([^']*) ([^']*)'", "$1_$2").split(" ");
      assertThat(words).startsWith("Example:", "signalcraft", command.getCommandName());
      String[] rest = Arrays.copyOfRange(words, 3, words.length);
      assertThat(command.parseArgs(rest).errors()).isEmpty();
    }
  }

  private int run(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
