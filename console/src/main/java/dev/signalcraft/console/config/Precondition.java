// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import dev.signalcraft.console.http.Refusal;
import io.javalin.http.Context;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the author of an edit saw.
 *
 * @param version of the document; 0 where there was none
 */
record Precondition(long version) {
  private static final Pattern TAG = Pattern.compile("\"([1-9]\\d{0,17})\"");

  /** The header that carries a version. */
  static String tag(long version) {
    return "\"" + version + "\"";
  }

  /**
   * Reads {@code If-Match} and {@code If-None-Match}.
   *
   * @throws Refusal where not exactly one of them says something that is understood
   */
  static Precondition of(Context request) {
    String match = request.header("If-Match");
    String noneMatch = request.header("If-None-Match");
    if (match == null && noneMatch == null) {
      throw new Refusal(
          HttpStatus.PRECONDITION_REQUIRED_428,
          "Say what you saw: If-Match with the version in quotation marks, or If-None-Match: * for"
              + " a document that does not exist.");
    }
    if (match == null && "*".equals(noneMatch)) {
      return new Precondition(0);
    }
    Matcher tag = TAG.matcher(match == null ? "" : match.strip());
    if (noneMatch != null || !tag.matches()) {
      throw new Refusal(
          HttpStatus.BAD_REQUEST_400,
          "Send either If-Match with one version in quotation marks or If-None-Match: *.");
    }
    return new Precondition(Long.parseLong(tag.group(1)));
  }

  /**
   * Requires that the author saw what there is.
   *
   * @throws Refusal where another edit came first
   */
  void check(ConfigDocuments.@Nullable Current current) {
    long present = current == null ? 0 : current.record().version();
    if (version != present) {
      throw stale(present, version);
    }
  }

  /** Tells the loser of a race. */
  static Refusal stale(long present, long seen) {
    return new Refusal(
        HttpStatus.PRECONDITION_FAILED_412,
        (present == 0
                ? "There is no such document any more"
                : "The document has version " + present + " by now")
            + (seen == 0 ? "" : ", not version " + seen)
            + "; read it again.");
  }
}
