// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.keys;

import dev.signalcraft.domain.secret.Keyset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code signalcraft keyset}: makes sure that there is a keyset for sealed secrets. One that is
 * there stays, for nothing else opens what was sealed with it; one that cannot be read is a fault.
 */
@Command(
    name = "keyset",
    description = "Makes the keyset that seals secrets, unless it is there already.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class KeysetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--keyset-file",
      required = true,
      paramLabel = "FILE",
      description = "Where the keyset lies; only its owner may read it.")
  private Path file;

  @Option(
      names = "--group-readable",
      description = "The group of a new file may read it too, for containers that share it.")
  private boolean groupReadable;

  @Override
  public Integer call() {
    try {
      if (Files.exists(file)) {
        Keyset.load(file);
        spec.commandLine().getOut().println("keyset " + file + " is there and stays");
      } else {
        Keyset unused = groupReadable ? Keyset.createForGroup(file) : Keyset.create(file);
        spec.commandLine().getOut().println("keyset " + file + " made");
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return 0;
  }
}
