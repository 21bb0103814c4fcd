// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.json.Json;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not served, as RFC 9457 tells it.
 *
 * @param status the HTTP status
 * @param detail what is wrong and what to do; never content of the request
 * @param retryAfterSeconds when to try again; 0 says nothing
 * @param part what became of the parts; null where it is about the whole
 */
public record Problem(int status, String detail, int retryAfterSeconds, @Nullable Part part) {
  /** The media type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /**
   * What was taken and what was not.
   *
   * @param accepted how many elements
   * @param errors each of the others
   */
  public record Part(int accepted, List<Fault> errors) {}

  /**
   * What is wrong with one element.
   *
   * @param index its place, from 0
   */
  public record Fault(int index, String reason) {}

  /** A problem that trying again does not mend. */
  public static Problem of(int status, String detail) {
    return new Problem(status, detail, 0, null);
  }

  /** A body of which some elements cannot be used. */
  public static Problem partly(String detail, int accepted, List<Fault> errors) {
    return new Problem(
        HttpStatus.BAD_REQUEST_400, detail, 0, new Part(accepted, List.copyOf(errors)));
  }

  /** A problem that will pass. */
  public static Problem unavailable(String detail) {
    return new Problem(HttpStatus.SERVICE_UNAVAILABLE_503, detail, 5, null);
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
    if (part != null) {
      json.setAll(Json.mapper().<ObjectNode>valueToTree(part));
    }
    try {
      return Json.mapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers are JSON", e);
    }
  }
}
