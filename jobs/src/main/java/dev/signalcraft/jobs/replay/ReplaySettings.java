// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.replay;

import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.replay.Candidate;
import dev.signalcraft.domain.replay.ReplaySpan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What a replay is asked. */
final class ReplaySettings {
  private static final String INLINE = "base64:";

  static final Setting<String> SINCE =
      moment("since", null, "Decisions count from here: a time, or how long ago, such as 7d.");

  static final Setting<String> UNTIL =
      moment("until", "1m", "The last moment that is decided about: a time, or how long ago.");

  static final Setting<Duration> WARM_UP =
      Setting.duration(
          "warm-up", "25h", "How much of the log before since only brings the groups to life.");

  static final Setting<String> WORKSPACE =
      Setting.text("workspace", "default", "Whose decisions are compared.");

  static final Setting<String> REPLAY_ID =
      new Setting<>(
          "replay-id",
          "text",
          text -> {
            if (!text.isEmpty() && !GroupKey.isValid(text)) {
              throw new IllegalArgumentException("write 32 lower-case hex digits");
            }
            return text;
          },
          "",
          false,
          "The rows' id, 32 hex digits; derived from what is asked where it is empty.");

  static final Setting<String> CONFIG_FILE =
      Setting.text(
          "config-file",
          "",
          "Documents instead of all recorded ones: a file of JSON, or base64: and its content.");

  private ReplaySettings() {}

  /**
   * What is asked.
   *
   * @param candidate null where the recorded documents hold
   */
  record Question(ReplaySpan span, @Nullable KnownConfig candidate) {}

  /**
   * Reads it.
   *
   * @param now by the clock of who asks; durations are counted from it
   * @throws IllegalArgumentException what is wrong and what to do
   */
  static Question question(Settings settings, Instant now) {
    String workspace = settings.get(WORKSPACE);
    Instant since = resolve(settings.get(SINCE), now);
    Instant until = resolve(settings.get(UNTIL), now);
    Instant from = since.minus(settings.get(WARM_UP));
    String candidate = candidate(settings.get(CONFIG_FILE));
    String given = settings.get(REPLAY_ID);
    String id = given.isEmpty() ? ReplaySpan.id(workspace, from, since, until, candidate) : given;
    return new Question(
        new ReplaySpan(id, workspace, from, since, until),
        candidate.isEmpty() ? null : KnownConfig.always(Candidate.read(candidate, workspace)));
  }

  private static String candidate(String named) {
    if (named.startsWith(INLINE)) {
      byte[] content = Base64.getDecoder().decode(named.substring(INLINE.length()));
      return new String(content, StandardCharsets.UTF_8);
    }
    try {
      return named.isEmpty() ? "" : Files.readString(Path.of(named));
    } catch (IOException e) {
      throw new IllegalArgumentException("setting 'config-file': cannot read " + named, e);
    }
  }

  private static Instant resolve(String text, Instant now) {
    Instant time = WireTime.parse(text);
    return time == null
        ? now.minus(Setting.parseDuration(text)).truncatedTo(ChronoUnit.SECONDS)
        : time;
  }

  private static Setting<String> moment(String key, @Nullable String fallback, String description) {
    return new Setting<>(
        key,
        "time|duration",
        text -> {
          try {
            Instant unused = resolve(text, Instant.EPOCH.plus(Duration.ofDays(1_000_000)));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "write a time such as 2026-03-01T12:00:00Z, or a duration such as 7d", e);
          }
          return text;
        },
        fallback,
        false,
        description);
  }
}
