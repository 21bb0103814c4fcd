// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysetCommandTest {
  @TempDir Path directory;
  private final StringWriter told = new StringWriter();

  @Test
  void makesAKeysetOnceAndLeavesItFromThenOn() throws Exception {
    Path file = directory.resolve("keyset.json");

    assertThat(run(file)).isZero();
    byte[] made = Files.readAllBytes(file);
    assertThat(run(file)).isZero();

    assertThat(Files.readAllBytes(file)).isEqualTo(made);
    assertThat(told.toString()).contains("made").contains("is there and stays");
  }

  @Test
  void aFileThatIsNoKeysetIsAFaultAndStaysAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("keyset.json"), "{}");

    assertThat(run(file)).isNotZero();

    assertThat(file).hasContent("{}");
    assertThat(told.toString()).contains(file.toString());
  }

  private int run(Path file) {
    PrintWriter out = new PrintWriter(told, true);
    return new CommandLine(new KeysetCommand())
        .setOut(out)
        .setErr(out)
        .execute("--keyset-file", file.toString());
  }
}
