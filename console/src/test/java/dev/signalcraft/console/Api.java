// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a user of the API does. */
final class Api {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String url;
  private final String token;

  Api(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** An answer with its body read. */
  record Answer(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return Json.mapper().readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("no JSON: " + response.body(), e);
      }
    }

    /** The titles of the listed groups. */
    List<String> titles() {
      List<String> titles = new ArrayList<>();
      json().get("items").forEach(item -> titles.add(item.get("title").asText()));
      return titles;
    }

    /** {@code parameter: detail} of each fault. */
    List<String> faults() {
      List<String> faults = new ArrayList<>();
      json()
          .get("errors")
          .forEach(
              fault ->
                  faults.add(
                      fault.get("parameter").asText() + ": " + fault.get("detail").asText()));
      return faults;
    }
  }

  /** Groups by parameters given as name, value, name, value. */
  Answer groups(String... parameters) throws Exception {
    StringBuilder path = new StringBuilder("/api/v1/alert-groups");
    for (int i = 0; i < parameters.length; i += 2) {
      path.append(i == 0 ? '?' : '&')
          .append(parameters[i])
          .append('=')
          .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return get(path.toString());
  }

  Answer get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
  }

  /** Sends a command, with an Idempotency-Key unless that is null. */
  Answer command(String groupId, String action, String body, String key) throws Exception {
    HttpRequest.Builder request =
        request("/api/v1/alert-groups/" + groupId + "/" + action)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(key == null ? request : request.header("Idempotency-Key", key));
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return new Answer(
        CLIENT.send(
            request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString()));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  /** The header line of the token. */
  String authorization() {
    return "Authorization: Bearer " + token + "\r\n";
  }
}
