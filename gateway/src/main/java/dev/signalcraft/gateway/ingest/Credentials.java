// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a sender shows to prove itself.
 *
 * @param signature hex HMAC-SHA256 of the body; null where it is not signed
 * @param keys keys as bearer or in the query
 */
record Credentials(@Nullable String signature, List<String> keys) {
  private static final String BEARER = "bearer ";

  /** The credentials of a request. */
  static Credentials of(Context request) {
    List<String> keys = new ArrayList<>();
    String bearer = bearer(request);
    if (bearer != null) {
      keys.add(bearer);
    }
    String key = request.queryParam("key");
    if (key != null) {
      keys.add(key);
    }
    return new Credentials(request.header("Sentry-Hook-Signature"), keys);
  }

  /** The key that a request gives as bearer; null where there is none. */
  static @Nullable String bearer(Context request) {
    String authorization = request.header("Authorization");
    return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }

  /** Never shows any of them. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
