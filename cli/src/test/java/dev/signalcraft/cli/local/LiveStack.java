// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.cli.TestCommandLine;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code signalcraft up} starts, in this process, with ports of its own choice. */
final class LiveStack implements AutoCloseable {
  private static final long A_MOMENT_MILLIS = 500;

  private final DataDirectory data;
  private final Stack stack;
  private final Addresses addresses;
  private final Path token;
  private final HttpClient http = HttpClient.newHttpClient();

  private LiveStack(Path directory) throws Exception {
    data = DataDirectory.open(directory.resolve("data"));
    stack =
        new Stack(
            data,
            new StackSettings(0, 0, 0, 0, 0, false),
            new Progress(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                false));
    addresses = stack.start();
    token = Files.writeString(directory.resolve("token"), addresses.token());
  }

  /** Starts it and waits until all of it is healthy. */
  static LiveStack start(Path directory) throws Exception {
    return new LiveStack(directory);
  }

  /** Where it is found. */
  Addresses addresses() {
    return addresses;
  }

  /** Where it keeps what it knows. */
  DataDirectory data() {
    return data;
  }

  /** A file that holds the access token. */
  Path token() {
    return token;
  }

  /** Where its tables are. */
  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s"
        .formatted(addresses.postgresPort(), EmbeddedPostgres.NAME);
  }

  /** A command against its console. */
  int run(TestCommandLine line, String... words) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--url", addresses.console(), "--token-file", token.toString()));
    return line.run(all.toArray(String[]::new));
  }

  /** Applies documents; gives when they are in force. */
  Instant apply(Path documents) {
    TestCommandLine line = new TestCommandLine();
    if (run(line, "apply", "-f", documents.toString()) != 0) {
      throw new IllegalStateException(line.out() + " " + line.err());
    }
    return Instant.now().plusMillis(ConfigHistory.IN_FORCE_AFTER_MILLIS + A_MOMENT_MILLIS);
  }

  /** What its console says. */
  HttpResponse<String> get(String path) throws Exception {
    return send(request(addresses.console() + path).GET());
  }

  /** What its console answers to JSON. */
  HttpResponse<String> post(String path, String body) throws Exception {
    return post(addresses.console(), path, body);
  }

  /** What another console of it answers to JSON. */
  HttpResponse<String> post(String console, String path, String body) throws Exception {
    return send(
        request(console + path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer " + addresses.token());
  }

  /** What is answered to a request. */
  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.timeout(Duration.ofMinutes(1)).build(), BodyHandlers.ofString());
  }

  /** The rows of a query, each as its columns joined by a bar. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i > 1 ? "|" : "").append(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }

  @Override
  public void close() throws Exception {
    stack.close();
    data.close();
  }
}
