// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.json.Json;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request was not served, as RFC 9457 tells it.
 *
 * @param status the HTTP status
 * @param detail what is wrong and what to do; never content of the request
 * @param retryAfterSeconds when to try again; 0 says nothing
 */
public record Problem(int status, String detail, int retryAfterSeconds) {
  /** The media type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** A problem that trying again does not mend. */
  public static Problem of(int status, String detail) {
    return new Problem(status, detail, 0);
  }

  /** A problem that will pass. */
  public static Problem unavailable(String detail) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail, 5);
  }

  /** What a status says where nothing more is known. */
  public static Problem of(int status) {
    return of(
        status,
        switch (status) {
          case HttpStatus.NOT_FOUND_404 -> "There is nothing at this path.";
          case HttpStatus.METHOD_NOT_ALLOWED_405 -> "This path does not take this method.";
          case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too large.";
          default ->
              status < 500 ? "The request is not valid HTTP." : "The gateway failed; try again.";
        });
  }

  /** The problem as JSON; its instance is the request's id. */
  public String toJson(String requestId) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("type", "about:blank");
    json.put("title", HttpStatus.getMessage(status));
    json.put("status", status);
    json.put("detail", detail);
    json.put("instance", requestId);
    try {
      return Json.mapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers are JSON", e);
    }
  }
}
