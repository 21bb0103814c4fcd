// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import org.jspecify.annotations.Nullable;

/** Text from outside, made safe for every table and topic behind. */
public final class Text {
  private static final char REPLACEMENT = '\ufffd';

  private Text() {}

  /**
   * The text without NUL and lone surrogates (each becomes U+FFFD), cut to {@code max} characters
   * with an ellipsis at the end where something is missing. Never cuts a pair in two.
   */
  public static String bounded(String text, int max) {
    int end = Math.min(text.length(), max);
    boolean cut = end < text.length();
    if (cut) {
      end = max - 1;
      if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
    }
    StringBuilder changed = null;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        if (changed == null) {
          changed = new StringBuilder(text);
        }
        changed.setCharAt(i, REPLACEMENT);
      }
    }
    CharSequence clean = changed == null ? text : changed;
    return cut ? clean.subSequence(0, end) + "…" : clean.toString();
  }

  /** The bounded text, or null where there is nothing but white space. */
  public static @Nullable String boundedOrNull(@Nullable String text, int max) {
    return text == null || text.isBlank() ? null : bounded(text.strip(), max);
  }

  /** The text without NUL and lone surrogates, cut to so many bytes of UTF-8 between characters. */
  public static String boundedUtf8(String text, int maxBytes) {
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      // NUL and lone surrogates become U+FFFD, which takes three bytes.
      bytes += point == 0 ? 3 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > maxBytes) {
        break;
      }
      end += Character.charCount(point);
    }
    return bounded(text.substring(0, end), end);
  }
}
