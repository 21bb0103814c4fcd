// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what the server itself refuses, such as broken HTTP, in the form of all problems. */
final class ProblemPage extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    Answers.SECURITY_HEADERS.forEach(response.getHeaders()::put);
    byte[] json = Problem.of(response.getStatus()).toJson();
    response.write(true, ByteBuffer.wrap(json), callback);
    return true;
  }
}
