// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace calls secret: all that {@link Scrubber} takes out, then its own patterns and the
 * values of its own tags.
 *
 * <p>Linear in the length of the text: a pattern that looks at it again and again, as one does that
 * begins everywhere and ends nowhere, is stopped, and what is left of the text is taken whole.
 */
public final class Scrubbing {
  /** Of a workspace that says nothing of its own. */
  public static final Scrubbing COMMON = new Scrubbing(List.of(), Set.of());

  /** How often a pattern may look at each character; one pass takes up to six looks. */
  private static final int LOOKS = 16;

  private static final int LEAST_LOOKS = 1_024;

  private final List<Pattern> patterns;
  private final Set<String> tags;

  /**
   * A scrubbing with more than the common one.
   *
   * @param tags names in lower case
   */
  public Scrubbing(List<Pattern> patterns, Set<String> tags) {
    this.patterns = List.copyOf(patterns);
    this.tags = Set.copyOf(tags);
  }

  /** Whether the value of a tag of this name is a secret. */
  public boolean isTelling(String tag) {
    return Scrubber.isTelling(tag)
        || (!tags.isEmpty() && tags.contains(tag.toLowerCase(Locale.ROOT)));
  }

  /** The text without what looks like a secret; the same object where nothing does. */
  public String scrub(String text) {
    String clean = Scrubber.scrub(text);
    for (int i = 0; i < patterns.size(); i++) {
      clean = without(patterns.get(i), clean);
    }
    return clean;
  }

  /** The same for a text that may be missing. */
  @Nullable String scrubOrNull(@Nullable String text) {
    return text == null ? null : scrub(text);
  }

  private static String without(Pattern pattern, String text) {
    Watched watched = new Watched(text);
    Matcher matcher = pattern.matcher(watched);
    StringBuilder clean = null;
    int copied = 0;
    while (matcher.find()) {
      if (matcher.end() == matcher.start()) {
        continue;
      }
      clean = clean == null ? new StringBuilder(text.length()) : clean;
      clean.append(text, copied, matcher.start()).append(Scrubber.SCRUBBED);
      copied = matcher.end();
      if (watched.tired() && copied < text.length()) {
        return clean.append(Scrubber.SCRUBBED).toString();
      }
    }
    return clean == null ? text : clean.append(text, copied, text.length()).toString();
  }

  /** A text that counts how often it is looked at. */
  private static final class Watched implements CharSequence {
    private final String text;
    private long looks;

    Watched(String text) {
      this.text = text;
    }

    boolean tired() {
      return looks > LEAST_LOOKS + (long) LOOKS * text.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
