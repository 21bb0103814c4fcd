// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not served, as RFC 9457 tells it.
 *
 * @param detail what is wrong and what to do; never anything of the inside
 * @param errors each parameter that is wrong; null where it is not about parameters
 * @param command the line of a shell that does by hand what was not done; null where there is none
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable List<Fault> errors,
    @Nullable String command) {
  /** The media type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  /** What is wrong with one parameter and what is allowed. */
  public record Fault(String parameter, String detail) {}

  /** A problem that is not about parameters. */
  public static Problem of(int status, String detail) {
    return new Problem("about:blank", HttpStatus.getMessage(status), status, detail, null, null);
  }

  /** What has to be done by hand, with this line of a shell. */
  public static Problem byHand(int status, String detail, String command) {
    return new Problem("about:blank", HttpStatus.getMessage(status), status, detail, null, command);
  }

  /** Parameters that cannot be used. */
  public static Problem of(List<Fault> faults) {
    return new Problem(
        "about:blank",
        HttpStatus.getMessage(HttpStatus.BAD_REQUEST_400),
        HttpStatus.BAD_REQUEST_400,
        faults.size() == 1
            ? "Parameter '%s': %s".formatted(faults.get(0).parameter(), faults.get(0).detail())
            : faults.size() + " parameters cannot be used; see errors.",
        List.copyOf(faults),
        null);
  }

  /** What a status says where nothing more is known. */
  public static Problem of(int status) {
    return of(
        status,
        switch (status) {
          case HttpStatus.BAD_REQUEST_400 -> "The request is not valid HTTP.";
          case HttpStatus.NOT_FOUND_404 -> "There is nothing at this path.";
          case HttpStatus.METHOD_NOT_ALLOWED_405 -> "This path does not take this method.";
          case HttpStatus.URI_TOO_LONG_414 -> "The address is too long.";
          case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too large.";
          default -> status < 500 ? HttpStatus.getMessage(status) : "The console failed.";
        });
  }

  byte[] toJson() {
    try {
      return Json.mapper().writeValueAsBytes(this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
