// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.keys;

import dev.signalcraft.console.access.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code signalcraft token}: makes an access token for the console and prints it, once. */
@Command(
    name = "token",
    description = "Makes an access token for the console; an older one of the same name ends.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class TokenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--tokens-file",
      required = true,
      paramLabel = "FILE",
      description = "The console's file of hashes; it follows the file.")
  private Path file;

  @Option(names = "--workspace", paramLabel = "NAME", description = "What it opens.")
  private String workspace = "default";

  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Whose it is.")
  private String name;

  @Override
  public Integer call() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          directory + " is no directory: --tokens-file names the file that the console reads");
    }
    spec.commandLine().getOut().println(Tokens.issue(file, workspace, name));
    return 0;
  }
}
