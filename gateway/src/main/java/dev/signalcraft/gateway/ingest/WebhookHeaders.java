// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record: its route and the few headers of the sender that say what the body is.
 * Credentials, cookies, signatures and the query never get here.
 */
final class WebhookHeaders {
  private static final List<String> OF_THE_SENDER =
      List.of("content-type", "sentry-hook-resource", "sentry-hook-timestamp", "idempotency-key");

  private static final int MAX_LENGTH = 256;

  private WebhookHeaders() {}

  static Map<String, String> of(
      Context request, String workspace, String source, String integration, String requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("workspace", workspace);
    headers.put("source", source);
    headers.put("integration", integration);
    headers.put("request-id", requestId);
    for (String name : OF_THE_SENDER) {
      String value = bounded(request.header(name));
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  private static @Nullable String bounded(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    return value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH);
  }
}
