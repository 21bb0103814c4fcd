// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** Gives every request an id, also those that no handler sees, and every response its headers. */
public final class RequestId implements HttpConfiguration.Customizer {
  /** The response header. */
  public static final String HEADER = "Request-Id";

  /** The request attribute. */
  public static final String ATTRIBUTE = "signalcraft.request-id";

  @Override
  public Request customize(Request request, HttpFields.Mutable headers) {
    String id = UUID.randomUUID().toString().replace("-", "");
    request.setAttribute(ATTRIBUTE, id);
    headers.put(HEADER, id);
    headers.put("Cache-Control", "no-store");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    return request;
  }
}
