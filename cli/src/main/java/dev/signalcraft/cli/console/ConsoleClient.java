// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A console as its API shows it. */
public final class ConsoleClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Longer than the console takes for its own waits. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static final int UNAVAILABLE = 503;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final String url;
  private final String token;

  /** A console at this address. */
  public ConsoleClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** A status and the JSON that came with it. */
  public record Answer(int status, JsonNode body) {
    /** What is wrong and what to do, where it is a problem. */
    public String problem() {
      StringBuilder text = new StringBuilder();
      for (JsonNode fault : body.path("errors")) {
        text.append(text.isEmpty() ? "" : "; ").append(fault.path("parameter").asText());
        text.append(": ").append(fault.path("detail").asText());
      }
      return text.isEmpty() ? body.path("detail").asText() : text.toString();
    }

    /** How a command ends that met this problem. */
    public Exit exit() {
      return switch (status) {
        case 404, 409, 412 -> Exit.REFUSED;
        case 408, 429 -> Exit.UNKNOWN;
        default -> status < 500 ? Exit.USAGE : Exit.UNKNOWN;
      };
    }
  }

  /**
   * Asks, again while the console says that it cannot answer now.
   *
   * @throws IOException which says what to do
   */
  public Answer get(String path, long deadline) throws IOException, InterruptedException {
    return insist(request(path).GET().build(), deadline);
  }

  /**
   * Sends a command, again while nobody knows whether it was taken: under one key it acts once.
   *
   * @throws IOException which says what to do
   */
  public Answer post(String path, JsonNode body, String idempotencyKey, long deadline)
      throws IOException, InterruptedException {
    return insist(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(body.toString()))
            .build(),
        deadline);
  }

  /**
   * Asks a question that is too long for an address; it changes nothing.
   *
   * @throws IOException which says what to do
   */
  public Answer post(String path, JsonNode body, long deadline)
      throws IOException, InterruptedException {
    return insist(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build(),
        deadline);
  }

  /**
   * Writes a document.
   *
   * @param seen the version that is changed; 0 for a new document
   * @throws IOException which says what to do
   */
  public Answer put(String path, JsonNode body, long seen, long deadline)
      throws IOException, InterruptedException {
    return insist(
        seen(path, seen)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body.toString()))
            .build(),
        deadline);
  }

  /**
   * Deletes a document at a version.
   *
   * @throws IOException which says what to do
   */
  public Answer delete(String path, long seen, long deadline)
      throws IOException, InterruptedException {
    return insist(seen(path, seen).DELETE().build(), deadline);
  }

  private HttpRequest.Builder seen(String path, long version) {
    return version == 0
        ? request(path).header("If-None-Match", "*")
        : request(path).header("If-Match", "\"" + version + "\"");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(ANSWER.plus(ANSWER))
        .header("Authorization", "Bearer " + token);
  }

  private Answer insist(HttpRequest request, long deadline)
      throws IOException, InterruptedException {
    while (true) {
      long rest;
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        rest = deadline - System.nanoTime();
        if (response.statusCode() != UNAVAILABLE || rest <= 0) {
          return answer(response);
        }
        long wished = response.headers().firstValueAsLong("Retry-After").orElse(1);
        rest = Math.min(rest, TimeUnit.SECONDS.toNanos(Math.min(wished, 10)));
      } catch (IOException e) {
        rest = deadline - System.nanoTime();
        if (e instanceof ConnectException || rest <= 0) {
          throw new IOException(
              "cannot reach the console at %s: start it, or name another with SIGNALCRAFT_URL or --url"
                  .formatted(url),
              e);
        }
        rest = Math.min(rest, TimeUnit.SECONDS.toNanos(1));
      }
      TimeUnit.NANOSECONDS.sleep(rest);
    }
  }

  private Answer answer(HttpResponse<String> response) throws IOException {
    try {
      JsonNode body = Json.mapper().readTree(response.body());
      if (body.isObject()) {
        return new Answer(response.statusCode(), body);
      }
    } catch (JsonProcessingException e) {
      // Told below.
    }
    throw new IOException(
        "what answers at %s is no console (status %d): name one with SIGNALCRAFT_URL or --url"
            .formatted(url, response.statusCode()));
  }
}
