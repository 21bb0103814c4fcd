// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.replay.ReplaySpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the job of a replay is started: by the console, or by hand. What it is asked stands in its
 * arguments; no password does.
 */
final class FlinkRun {
  static final String ENTRY_CLASS = "dev.signalcraft.jobs.replay.ReplayJob";

  /** The longest argument that shells pass on is 128 KiB. */
  private static final int MOST_INLINE = 100_000;

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private FlinkRun() {}

  /**
   * What the console gives: Kafka, Postgres and the password are what the cluster knows.
   *
   * @param jobConfig a file of the cluster, or empty
   */
  static List<String> arguments(ReplayRequest asked, String jobConfig) {
    List<String> arguments = new ArrayList<>();
    if (!jobConfig.isEmpty()) {
      arguments.addAll(List.of("--config", jobConfig));
    }
    arguments.addAll(question(asked));
    if (!asked.candidate().isEmpty()) {
      arguments.addAll(List.of("--config-file", inline(asked.candidate())));
    }
    return arguments;
  }

  /** The line of a shell that asks the same. */
  static String line(ReplayRequest asked, JobEnds ends, String jobConfig) {
    List<String> words = new ArrayList<>(List.of("flink", "run", "-d", "-c", ENTRY_CLASS));
    words.add("signalcraft-jobs.jar");
    if (jobConfig.isEmpty()) {
      words.addAll(List.of("--bootstrap-servers", quoted(ends.bootstrapServers())));
      if (!ends.kafkaPropertiesFile().isEmpty()) {
        words.addAll(List.of("--kafka-properties-file", quoted(ends.kafkaPropertiesFile())));
      }
      words.addAll(List.of("--postgres.url", url(ends.postgresUrl())));
      words.addAll(List.of("--postgres.user", quoted(ends.postgresUser())));
      words.addAll(List.of("--postgres.password", "\"$SIGNALCRAFT_POSTGRES_PASSWORD\""));
    } else {
      words.addAll(List.of("--config", quoted(jobConfig)));
    }
    question(asked).forEach(word -> words.add(quoted(word)));
    if (!asked.candidate().isEmpty()) {
      String inline = inline(asked.candidate());
      words.addAll(
          List.of("--config-file", inline.length() > MOST_INLINE ? "candidate.json" : inline));
    }
    return String.join(" ", words);
  }

  private static List<String> question(ReplayRequest asked) {
    ReplaySpan span = asked.span();
    return List.of(
        "--workspace",
        span.workspace(),
        "--since",
        WireTime.format(span.since()),
        "--until",
        WireTime.format(span.until()),
        "--warm-up",
        asked.warmUp(),
        "--replay-id",
        span.replayId());
  }

  private static String inline(String candidate) {
    return "base64:"
        + Base64.getEncoder().encodeToString(candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** A password that somebody wrote into the address stays where it is. */
  private static String url(String address) {
    return address.contains("password=") ? "\"$SIGNALCRAFT_POSTGRES_URL\"" : quoted(address);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches()
        ? word
        : word.chars()
            .mapToObj(c -> c == '\'' ? "'\\''" : Character.toString(c))
            .collect(Collectors.joining("", "'", "'"));
  }
}
