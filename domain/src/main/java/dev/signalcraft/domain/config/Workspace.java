// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import com.google.re2j.Pattern;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Scrubbing;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.domain.routing.RegularExpression;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a whole workspace. It has one such document, of the name {@link #NAME}.
 *
 * @param zone whose clock on the wall counts where a document names none
 * @param defaultEnvironment of events whose sender names none
 * @param scrubbing what is taken out of events and dead letters
 * @param notificationsPerMinute what is decided beyond it in a minute of log time goes in digests
 */
public record Workspace(
    ZoneId zone, String defaultEnvironment, Scrubbing scrubbing, int notificationsPerMinute) {
  /** The kind of its document. */
  public static final String KIND = "Workspace";

  /** The name of its document. */
  public static final String NAME = "workspace";

  /** Of a workspace without a document. */
  public static final Workspace DEFAULT =
      new Workspace(ZoneOffset.UTC, "production", Scrubbing.COMMON, 600);

  private static final int MAX_PATTERNS = 16;
  private static final int MAX_PATTERN = 1_000;
  private static final int MAX_PROGRAM = 1_000;
  private static final int MAX_TAGS = 64;
  private static final int MAX_NOTIFICATIONS = 1_000_000;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable String zone,
      @Nullable String defaultEnvironment,
      @Nullable ScrubSpec scrub,
      @Nullable Integer notificationsPerMinute) {}

  private record ScrubSpec(
      @Nullable List<@Nullable String> patterns, @Nullable List<@Nullable String> tags) {}

  /** What holds for a workspace at a log time. */
  public static Workspace at(ConfigHistory<Workspace> documents, String workspace, long logTime) {
    Workspace inForce = documents.at(workspace, NAME, logTime);
    return inForce == null ? DEFAULT : inForce;
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Workspace read(ConfigRecord document) {
    if (!document.metadata().name().equals(NAME)) {
      throw new IllegalArgumentException(
          "metadata.name: a workspace has one such document, of the name " + NAME);
    }
    Spec spec = READER.read(document);
    ZoneId zone = SpecReader.zone(spec.zone(), "spec.zone");
    return new Workspace(
        zone == null ? DEFAULT.zone() : zone,
        environment(spec.defaultEnvironment()),
        spec.scrub() == null ? Scrubbing.COMMON : scrubbing(spec.scrub()),
        budget(spec.notificationsPerMinute()));
  }

  private static String environment(@Nullable String text) {
    if (text == null) {
      return DEFAULT.defaultEnvironment();
    }
    if (text.isBlank() || text.length() > AlertEvent.MAX_NAME) {
      throw new IllegalArgumentException(
          "spec.defaultEnvironment: give 1 to " + AlertEvent.MAX_NAME + " characters");
    }
    return Text.bounded(text.strip(), AlertEvent.MAX_NAME);
  }

  private static int budget(@Nullable Integer perMinute) {
    if (perMinute == null) {
      return DEFAULT.notificationsPerMinute();
    }
    if (perMinute < 1 || perMinute > MAX_NOTIFICATIONS) {
      throw new IllegalArgumentException(
          "spec.notificationsPerMinute: give 1 to " + MAX_NOTIFICATIONS);
    }
    return perMinute;
  }

  private static Scrubbing scrubbing(ScrubSpec spec) {
    List<Pattern> patterns = new ArrayList<>();
    int program = 0;
    for (String text : SpecReader.list(spec.patterns(), "spec.scrub.patterns", MAX_PATTERNS)) {
      Pattern pattern = pattern(text, "spec.scrub.patterns[" + patterns.size() + "]");
      program += pattern.programSize();
      patterns.add(pattern);
    }
    if (program > MAX_PROGRAM) {
      throw new IllegalArgumentException("spec.scrub.patterns: together they are too large");
    }
    Set<String> tags = new HashSet<>();
    for (String tag : SpecReader.list(spec.tags(), "spec.scrub.tags", MAX_TAGS)) {
      if (tag.isBlank() || tag.length() > AlertEvent.MAX_TAG_NAME) {
        throw new IllegalArgumentException(
            "spec.scrub.tags: a name has 1 to " + AlertEvent.MAX_TAG_NAME + " characters");
      }
      tags.add(tag.strip().toLowerCase(Locale.ROOT));
    }
    return new Scrubbing(patterns, tags);
  }

  /** A pattern; never one that finds nothing, which is everywhere. */
  private static Pattern pattern(String text, String place) {
    if (text.isEmpty() || text.length() > MAX_PATTERN) {
      throw new IllegalArgumentException(place + ": give 1 to " + MAX_PATTERN + " characters");
    }
    Pattern pattern;
    try {
      pattern = RegularExpression.compile(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
    if (pattern.matcher("").find()) {
      throw new IllegalArgumentException(place + ": finds the empty text; a secret has characters");
    }
    return pattern;
  }
}
