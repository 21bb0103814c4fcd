// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a program: {@code --key value} on the command line, {@code key: value} in the file
 * of {@code --config}, {@code SIGNALCRAFT_KEY} in the environment; the first of them holds.
 *
 * @param key in kebab-case
 * @param type how its value is written, for the documents
 * @param parse from text; throws {@link IllegalArgumentException} with what to write instead
 * @param fallback its value where none is given, as text; null means that it must be given
 * @param secret whether its value must never be shown
 * @param description one sentence
 */
public record Setting<T>(
    String key,
    String type,
    Function<String, T> parse,
    @Nullable String fallback,
    boolean secret,
    String description) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  /** Text. */
  public static Setting<String> text(String key, @Nullable String fallback, String description) {
    return new Setting<>(key, "text", text -> text, fallback, false, description);
  }

  /** Text that no log, error or document shows. */
  public static Setting<String> secret(String key, @Nullable String fallback, String description) {
    return new Setting<>(key, "secret", text -> text, fallback, true, description);
  }

  /** A whole number between two bounds, both included. */
  public static Setting<Integer> number(
      String key, int least, int most, @Nullable String fallback, String description) {
    return new Setting<>(
        key,
        "number " + least + " to " + most,
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
              return value;
            }
          } catch (NumberFormatException e) {
            // Told below, together with a number out of bounds.
          }
          throw new IllegalArgumentException("write a number from " + least + " to " + most);
        },
        fallback,
        false,
        description);
  }

  /** A duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 7d}. */
  public static Setting<Duration> duration(
      String key, @Nullable String fallback, String description) {
    return new Setting<>(key, "duration", Setting::parseDuration, fallback, false, description);
  }

  /** One of some words. */
  public static Setting<String> choice(
      String key, List<String> words, @Nullable String fallback, String description) {
    return new Setting<>(
        key,
        String.join("|", words),
        text -> {
          if (!words.contains(text)) {
            throw new IllegalArgumentException("write one of " + String.join(", ", words));
          }
          return text;
        },
        fallback,
        false,
        description);
  }

  /** The name of the environment variable. */
  public String variable() {
    return "SIGNALCRAFT_" + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException what to write instead
   */
  public static Duration parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("write a duration such as 500ms, 30s, 5m, 24h or 7d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
