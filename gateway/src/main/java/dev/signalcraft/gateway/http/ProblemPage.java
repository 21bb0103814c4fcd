// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the server itself refuses, such as broken HTTP, in the form of all problems. */
final class ProblemPage extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Object id = request.getAttribute(RequestId.ATTRIBUTE);
    String json = Problem.of(response.getStatus()).toJson(id == null ? "" : id.toString());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.write(true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }
}
