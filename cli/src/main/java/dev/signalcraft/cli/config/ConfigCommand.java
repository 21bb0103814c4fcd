// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import dev.signalcraft.cli.console.ConsoleOptions;
import dev.signalcraft.cli.console.Exit;
import dev.signalcraft.domain.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on the documents of a console and ends with what is wrong in a line. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
abstract class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConsoleOptions console;

  /** Does it. */
  abstract Exit run(RemoteDocuments documents) throws IOException, InterruptedException, Refused;

  @Override
  public Integer call() throws InterruptedException {
    try {
      return run(new RemoteDocuments(console.client(), console.deadline())).code();
    } catch (Refused e) {
      fault(String.valueOf(e.getMessage()));
      return e.exit().code();
    } catch (IOException e) {
      fault(String.valueOf(e.getMessage()));
      return Exit.UNKNOWN.code();
    } finally {
      out().flush();
    }
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final void fault(String line) {
    spec.commandLine().getErr().println(line);
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** A kind as people write it: {@code RoutingRule}, {@code routingrules}, {@code routing-rule}. */
  final Kind kind(String written) {
    String plain = written.replace("-", "").toLowerCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      String name = kind.wireName().toLowerCase(Locale.ROOT);
      if (plain.equals(name) || plain.equals(name + "s")) {
        return kind;
      }
    }
    throw usage(
        "'" + written + "' is no kind of documents; did you mean " + Kind.nearest(written) + "?");
  }
}
