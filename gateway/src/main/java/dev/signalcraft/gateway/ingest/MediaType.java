// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.gateway.http.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The media types of bodies: those that can be JSON, and forms. */
final class MediaType {
  private static final Pattern JSON =
      Pattern.compile("application/json|text/plain|[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+\\+json");

  private static final String FORM = "application/x-www-form-urlencoded";

  private MediaType() {}

  /**
   * Lets pass what can be JSON; a sender that says nothing is believed.
   *
   * @throws Refusal for all else
   */
  static void requireJson(@Nullable String contentType) {
    if (contentType != null && !JSON.matcher(type(contentType)).matches()) {
      throw new Refusal(415, "Send application/json, a +json type or text/plain.");
    }
  }

  /**
   * Lets pass what is a form.
   *
   * @throws Refusal for all else
   */
  static void requireForm(@Nullable String contentType) {
    if (contentType == null || !type(contentType).equals(FORM)) {
      throw new Refusal(415, "Send " + FORM + ".");
    }
  }

  private static String type(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
