// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.routing.Facts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what would be told about the groups that match, in {@code [startsAt, endsAt)} of log time.
 *
 * @param startsAt null for as soon as it is in force
 */
public record Silence(
    List<Matcher> matchers,
    @Nullable Instant startsAt,
    Instant endsAt,
    @Nullable String author,
    String reason) {
  /** The kind of its documents. */
  public static final String KIND = "Silence";

  private static final int MAX_TEXT = 512;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable List<@Nullable String> matchers,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable String author,
      @Nullable String reason) {}

  /** Whether it holds what would be told about a group at a log time. */
  boolean holds(Facts facts, long t) {
    return t < endsAt.toEpochMilli()
        && (startsAt == null || t >= startsAt.toEpochMilli())
        && Matcher.all(matchers, facts);
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Silence read(ConfigRecord document) {
    Spec spec = READER.read(document);
    List<Matcher> matchers = Matcher.list(spec.matchers(), "spec.matchers");
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException("spec.matchers: give at least one");
    }
    Instant end = spec.endsAt();
    if (end == null) {
      throw new IllegalArgumentException("spec.endsAt: a silence needs its end");
    }
    if (spec.startsAt() != null && !spec.startsAt().isBefore(end)) {
      throw new IllegalArgumentException("spec.endsAt: comes before startsAt");
    }
    String reason = spec.reason();
    if (reason == null || reason.isBlank() || reason.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          "spec.reason: say why, in 1 to " + MAX_TEXT + " characters");
    }
    if (spec.author() != null && spec.author().length() > MAX_TEXT) {
      throw new IllegalArgumentException("spec.author: at most " + MAX_TEXT + " characters");
    }
    return new Silence(matchers, spec.startsAt(), end, spec.author(), reason);
  }
}
