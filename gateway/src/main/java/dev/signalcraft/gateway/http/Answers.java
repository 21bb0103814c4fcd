// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import io.javalin.http.Context;

/** The forms that answers have. */
public final class Answers {
  private Answers() {}

  /** The id of a request. */
  public static String requestId(Context request) {
    Object id = request.attribute(RequestId.ATTRIBUTE);
    return id == null ? "" : id.toString();
  }

  /** Answers with a problem. */
  public static void problem(Context request, Problem problem) {
    request.status(problem.status());
    if (problem.retryAfterSeconds() > 0) {
      request.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
    }
    switch (problem.status()) {
      case 401 -> request.header("WWW-Authenticate", "Bearer realm=\"signalcraft\"");
      case 408, 413 -> request.header("Connection", "close");
      case 415 -> request.header("Accept-Encoding", "gzip, identity");
      default -> {}
    }
    request.contentType(Problem.CONTENT_TYPE);
    request.result(problem.toJson(requestId(request)));
  }
}
