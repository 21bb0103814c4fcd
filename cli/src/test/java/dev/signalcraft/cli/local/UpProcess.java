// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** {@code signalcraft up} as a process, with ports of its own choice. */
final class UpProcess implements AutoCloseable {
  private static final Pattern DATABASE =
      Pattern.compile("psql postgresql://signalcraft:signalcraft@(\\S+)");
  private static final Pattern ALERT =
      Pattern.compile("^SECRET=.*?^curl [^\\n]*$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LIST = Pattern.compile("^curl .*api/v1.*$", Pattern.MULTILINE);
  private static final Pattern MEASUREMENT =
      Pattern.compile("^curl .*/api/metrics.*$", Pattern.MULTILINE);
  private static final Pattern EXPORT =
      Pattern.compile("^export SIGNALCRAFT_URL=.*$", Pattern.MULTILINE);
  private static final Pattern ACK = Pattern.compile("^\\./signalcraft ack .*$", Pattern.MULTILINE);
  private static final Pattern RESOLVE =
      Pattern.compile("^\\./signalcraft resolve .*$", Pattern.MULTILINE);

  private static final Pattern KAFKA = Pattern.compile("Kafka +(127\\.0\\.0\\.1:\\d+)");
  private static final Pattern WEBHOOK = Pattern.compile("'(http://\\S+/webhooks/sentry/\\S+)'");
  private static final Pattern SECRET = Pattern.compile("^SECRET=(\\S+)$", Pattern.MULTILINE);

  private static final int LAST_LINES = 60;

  private final Process process;
  private final Path output;
  private final Path log;

  private UpProcess(Process process, Path output, Path log) {
    this.process = process;
    this.output = output;
    this.log = log;
  }

  /** Starts it and waits until it says that it is up. */
  static UpProcess start(Path data, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@src/main/launcher/jvm.options");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.signalcraft.cli.Main", "up", "--data", data.toString()));
    for (String part : List.of("console", "flink", "gateway", "kafka", "postgres")) {
      command.addAll(List.of("--" + part + "-port", "0"));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    UpProcess up = new UpProcess(process, output, data.resolve("logs/signalcraft.log"));
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> !process.isAlive() || up.output().contains("Ctrl-C stops it"));
    } catch (ConditionTimeoutException e) {
      String said = up.lastWords();
      process.destroyForcibly();
      throw new IllegalStateException("it is not up after two minutes:\n" + said, e);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("it has ended:\n" + up.lastWords());
    }
    return up;
  }

  /** What it has printed, and the end of its log: for whoever must say why something failed. */
  String lastWords() throws IOException {
    List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
    return output()
        + "\n...\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** The printed lines that send a signed alert. */
  String printedAlert() throws IOException {
    return find(ALERT).group();
  }

  /** The printed line that sends a measurement. */
  String printedMeasurement() throws IOException {
    return find(MEASUREMENT).group();
  }

  /** The printed line that asks the console for the groups. */
  String printedList() throws IOException {
    return find(LIST).group();
  }

  /** The printed lines that take the group of the alert on. */
  String printedAck() throws IOException {
    return printed(ACK);
  }

  /** The printed lines that end the group. */
  String printedResolve() throws IOException {
    return printed(RESOLVE);
  }

  /** A printed line. */
  private String printed(Pattern line) throws IOException {
    return shell(find(line).group());
  }

  /** A line that this test's class path runs, as the checkout's launcher would. */
  String shell(String line) throws IOException {
    return "signalcraft() { '%s' -cp '%s' dev.signalcraft.cli.Main \"$@\"; }\n%s\n%s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            find(EXPORT).group(),
            line.replace("./signalcraft", "signalcraft"));
  }

  /** What a shell prints that is given these lines. */
  String run(String lines) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("bash", "-euc", lines).redirectErrorStream(true).start();
    String answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (shell.waitFor() != 0) {
      throw new IllegalStateException(answer);
    }
    return answer;
  }

  /** The only value of a query; empty without a row. */
  String query(String sql) throws IOException, SQLException {
    List<String> rows = rows(sql);
    return rows.isEmpty() ? "" : String.valueOf(rows.get(0));
  }

  /** The first column of a query. */
  List<String> rows(String sql) throws IOException, SQLException {
    String url = "jdbc:postgresql://" + find(DATABASE).group(1);
    try (Connection connection = DriverManager.getConnection(url, "signalcraft", "signalcraft");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  /** Where Kafka's clients connect. */
  String kafka() throws IOException {
    return find(KAFKA).group(1);
  }

  /** Where the printed alert goes. */
  String webhookUrl() throws IOException {
    return find(WEBHOOK).group(1);
  }

  /** What the printed alert is signed with. */
  String secret() throws IOException {
    return find(SECRET).group(1);
  }

  /** Ends it as the system would that has no memory left. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it as Ctrl-C does, and gives what it has printed. */
  String stop() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not stop:\n" + lastWords());
    }
    return output();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      // Nothing of it may run into the next test, whatever this one has found.
      kill();
    }
  }

  private Matcher find(Pattern pattern) throws IOException {
    Matcher matcher = pattern.matcher(output());
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in " + output());
    }
    return matcher;
  }

  /** What it has printed until now. */
  String output() throws IOException {
    return Files.readString(output);
  }
}
