// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what looks like a secret, before anything leaves the ingest: the values of
 * telling names in every notation (JSON, {@code name=value}, {@code Name: value}), bearer and JSON
 * web tokens, the keys of well-known services, the user part of a URL, PEM blocks.
 *
 * <p>Where it is in doubt it takes too much. Linear in the length of the text: every pattern is
 * anchored at a fixed beginning and has bounded or possessive repetitions only, and values are read
 * by hand.
 */
public final class Scrubber {
  /** What stands in the place of a secret. */
  public static final String SCRUBBED = "[scrubbed]";

  private static final String NAMES =
      "passw(?:or)?d|passphrase|pwd|secret|token|(?:api|access|private|signing|encryption)"
          + "[-_]?key|authorization|cookie|credential|session[-_]?id";

  private static final Pattern NAME = Pattern.compile("(?i)" + NAMES);

  /**
   * A telling name, what may follow it up to its value, and the quote or bracket of the value. A
   * dot before a colon belongs to a file ({@code token.ts:12}); and what ends in such a word is the
   * name of a fault, with its message behind ({@code TokenExpiredError: …}).
   */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(?:"
              + NAMES
              + ")(?:[\\w.-]{0,40}+(?:\\\\{0,3}+[\"']\\s{0,8}+[:=,]|\\s{0,8}+=>?)"
              + "|[\\w-]{0,40}+(?<!error|exception|failure|warning)\\s{0,8}+:)"
              + "(?:\\s{0,8}+\\\\{0,3}+[\"']value\\\\{0,3}+[\"']\\s{0,8}+:)?+\\s{0,8}+");

  private static final Pattern QUERY =
      Pattern.compile(
          "(?i)([?&;](?:key|sig|auth|code|[\\w.-]{0,32}?[-_.]?(?:key|signature|auth))=)[^&\\s\"'<>]++");

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![\\w-])(?:eyJ[\\w-]{6,}+\\.[\\w-]{4,}+(?:\\.[\\w-]*+)?"
              + "|(?:sk[_-]|rk_|sc_|gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|xapp-|npm_|hf_|shp[a-z]{2}_"
              + "|AIza|SG\\.)[\\w.-]{8,}+"
              + "|(?:AKIA|ASIA)[0-9A-Z]{12,}+)");

  private static final Pattern BEARER =
      Pattern.compile("(?i)(?<![a-z])(bearer\\s{1,8}+)[\\w.~+/=-]{4,}+");

  private static final Pattern USER = Pattern.compile("(://)[^/\\s\"'@?#<>]{1,512}@");

  private static final String PEM = "-----BEGIN ";

  private Scrubber() {}

  /** Whether the value of a field or tag of this name is a secret. */
  public static boolean isTelling(String name) {
    return Suspicion.of(name) && NAME.matcher(name).find();
  }

  /** The text without what looks like a secret; the same object where nothing does. */
  public static String scrub(String text) {
    if (!Suspicion.of(text)) {
      return text;
    }
    String clean = withoutPem(text);
    clean = BEARER.matcher(clean).replaceAll("$1" + SCRUBBED);
    clean = USER.matcher(clean).replaceAll("$1" + SCRUBBED + "@");
    clean = withoutNamed(clean);
    clean = QUERY.matcher(clean).replaceAll("$1" + SCRUBBED);
    return TOKEN.matcher(clean).replaceAll(SCRUBBED);
  }

  /** The same for a text that may be missing. */
  static @Nullable String scrubOrNull(@Nullable String text) {
    return text == null ? null : scrub(text);
  }

  private static String withoutPem(String text) {
    int begin = text.indexOf(PEM);
    if (begin < 0) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    int from = 0;
    while (begin >= 0) {
      clean.append(text, from, begin).append(SCRUBBED);
      int end = text.indexOf("-----END ", begin);
      int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
      from = close < 0 ? text.length() : close + 5;
      begin = text.indexOf(PEM, from);
    }
    return clean.append(text, from, text.length()).toString();
  }

  private static String withoutNamed(String text) {
    Matcher matcher = NAMED.matcher(text);
    StringBuilder clean = null;
    int copied = 0;
    int from = 0;
    while (from < text.length() && matcher.find(from)) {
      SecretValue value = SecretValue.at(text, matcher.start(), matcher.end());
      from = Math.max(matcher.end(), value.end());
      if (value.end() > value.start()) {
        clean = clean == null ? new StringBuilder(text.length()) : clean;
        clean.append(text, copied, value.start()).append(SCRUBBED);
        copied = value.end();
      }
    }
    return clean == null ? text : clean.append(text, copied, text.length()).toString();
  }
}
