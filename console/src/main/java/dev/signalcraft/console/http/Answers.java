// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import dev.signalcraft.domain.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** The forms that answers have. */
public final class Answers {
  /** On every answer: nothing here is a page, a script or fit for a cache or a frame. */
  static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Cache-Control", "no-store");

  private static final int RETRY_AFTER_SECONDS = 5;

  private Answers() {}

  /** Answers with a value in the JSON contract. */
  public static void json(Context request, Object value) {
    try {
      request.contentType("application/json").result(Json.mapper().writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers with a problem. */
  public static void problem(Context request, Problem problem) {
    if (problem.status() == HttpStatus.UNAUTHORIZED_401) {
      request.header("WWW-Authenticate", "Bearer realm=\"signalcraft\"");
    } else if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
      request.header("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
    }
    request.status(problem.status()).contentType(Problem.CONTENT_TYPE).result(problem.toJson());
  }
}
