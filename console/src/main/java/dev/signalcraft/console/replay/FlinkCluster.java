// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A Flink cluster as its REST API shows it. Every call holds its thread: for seconds where it asks,
 * for as long as a job's entry takes where it starts one.
 */
final class FlinkCluster {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration START = Duration.ofMinutes(3);

  /** How a cluster answers that takes no jobs: there is no such path, or nobody may use it. */
  private static final Set<Integer> CLOSED = Set.of(401, 403, 404, 405);

  private static final String BOUNDARY = "signalcraft-jar";

  private final FlinkAccess access;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  FlinkCluster(FlinkAccess access) {
    this.access = access;
  }

  /** The cluster takes no jobs over HTTP. */
  static final class ClosedException extends IOException {
    ClosedException(int status) {
      super("Flink takes no jobs over HTTP: it answers " + status);
    }
  }

  /** A job of the cluster; ended ones stay known for a while. */
  record Job(String id, String name, String state, long startMillis) {
    boolean isOver() {
      return isFinished() || state.equals("FAILED") || state.equals("CANCELED");
    }

    boolean isFinished() {
      return state.equals("FINISHED");
    }

    boolean hasFault() {
      return Set.of("FAILED", "FAILING", "RESTARTING").contains(state);
    }
  }

  /** Every job that it knows. */
  List<Job> jobs() throws IOException, InterruptedException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              job.path("start-time").asLong()));
    }
    return jobs;
  }

  /** Why a job failed last, in a sentence. */
  String fault(String jobId) throws IOException, InterruptedException {
    JsonNode entries = get("/jobs/" + jobId + "/exceptions").at("/exceptionHistory/entries");
    String trace = entries.path(0).path("stacktrace").asText();
    return trace.isEmpty() ? "Flink says nothing about it" : StackTrace.cause(trace);
  }

  /** Throws where it takes no jobs. */
  void requireOpen() throws IOException, InterruptedException {
    get("/jars");
  }

  /**
   * Starts a job of the jar, which is brought once.
   *
   * @throws IOException in a sentence, which may be that of the job's entry
   */
  void run(String entryClass, List<String> arguments) throws IOException, InterruptedException {
    ObjectNode body = Json.mapper().createObjectNode().put("entryClass", entryClass);
    arguments.forEach(body.putArray("programArgsList")::add);
    JsonNode unused =
        send(
            request("/jars/" + jarId() + "/run", START)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
  }

  private String jarId() throws IOException, InterruptedException {
    Path jar = Path.of(access.jar());
    String name = "signalcraft-" + digest(jar) + ".jar";
    for (JsonNode file : get("/jars").path("files")) {
      if (file.path("name").asText().equals(name)) {
        return file.path("id").asText();
      }
    }
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
            .formatted(BOUNDARY, name);
    BodyPublisher whole =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(jar),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    JsonNode brought =
        send(
            request("/jars/upload", START)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(whole));
    String path = brought.path("filename").asText();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Names what is in the file, so that every console knows a jar that one has brought. */
  private static String digest(Path jar) throws IOException {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, sha256).transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(sha256.digest(), 0, 8);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new IOException("there is no file " + jar + ", which flink-jar names", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path, ANSWER).GET());
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(access.url() + path)).timeout(timeout);
    return access.authorization().isEmpty()
        ? request
        : request.header("Authorization", access.authorization());
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    boolean ofJars = request.uri().getPath().contains("/jars");
    if (ofJars && CLOSED.contains(response.statusCode())) {
      throw new ClosedException(response.statusCode());
    }
    JsonNode body = body(response);
    if (response.statusCode() / 100 != 2) {
      StringBuilder errors = new StringBuilder();
      body.path("errors").forEach(error -> errors.append(error.asText()).append('\n'));
      throw new IOException(
          errors.isEmpty()
              ? "Flink answers with status " + response.statusCode()
              : StackTrace.cause(errors.toString()));
    }
    return body;
  }

  private static JsonNode body(HttpResponse<String> response) throws IOException {
    try {
      return Json.mapper().readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new IOException(
          "what answers at flink-url is no Flink (status " + response.statusCode() + ")", e);
    }
  }
}
