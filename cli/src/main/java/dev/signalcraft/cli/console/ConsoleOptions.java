// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.console;

import dev.signalcraft.domain.config.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Where the console is, and what opens it. A token is never an argument: lists of processes show
 * those.
 */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class ConsoleOptions {
  private static final String DEFAULT_URL = "http://127.0.0.1:8080";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Where the console is. Without it SIGNALCRAFT_URL says so, else " + DEFAULT_URL + ".")
  private @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File that holds the access token. Without it SIGNALCRAFT_TOKEN is the token.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to try and to wait, such as 30s.")
  private String timeout = "30s";

  /** The console that is named. */
  public ConsoleClient client() {
    return new ConsoleClient(address(), token());
  }

  /** When to give up, as {@link System#nanoTime()} will tell it. */
  public long deadline() {
    try {
      return System.nanoTime() + Setting.parseDuration(timeout).toNanos();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw fault("--timeout: write a duration such as 30s or 5m");
    }
  }

  private String address() {
    String given =
        url != null
            ? url
            : Objects.requireNonNullElse(System.getenv("SIGNALCRAFT_URL"), DEFAULT_URL);
    try {
      URI address = URI.create(given);
      if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
        return given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw fault("'" + given + "' is no address of a console, such as " + DEFAULT_URL);
  }

  private String token() {
    String token;
    try {
      token = tokenFile == null ? System.getenv("SIGNALCRAFT_TOKEN") : Files.readString(tokenFile);
    } catch (IOException e) {
      throw fault("cannot read " + tokenFile + ", which --token-file names");
    }
    if (token == null || token.isBlank()) {
      throw fault(
          "there is no token: set SIGNALCRAFT_TOKEN, or name a file with --token-file;"
              + " 'signalcraft up' prints one, 'signalcraft token' makes one");
    }
    if (!token.strip().matches("[\\x21-\\x7e]+")) {
      throw fault("what is given as the token is none: it has no spaces and is one line");
    }
    return token.strip();
  }

  private ParameterException fault(String message) {
    CommandLine command = spec.commandLine();
    return new ParameterException(command, message);
  }
}
