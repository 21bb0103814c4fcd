// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack as a process of its own, used as its greeting says. */
@Tag("full")
class UpITCase {
  private static final String COUNTS =
      "select count || '|' || duplicates from alert_groups where fingerprint = '4242'";
  private static final String TOTALS =
      "select sum(count) || '|' || sum(duplicates) from alert_groups where project = 'hello'";
  private static final String STATUS =
      "select status || coalesce(' ' || outcome, '') from alert_groups where fingerprint = '4242'";
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^[0-9T:.-]+Z default/ops opened high \"TypeError: total is undefined\""
              + " told/production group=[0-9a-f]{32}-[0-9]+ count=1 rule=told@1 mention=@here$");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path root;

  @Test
  void thePrintedLinesWorkAndTheNextStartGoesOnAlsoAfterAKill() throws Exception {
    Path data = root.resolve("data");
    try (UpProcess up = UpProcess.start(data, root.resolve("first"))) {
      assertThat(up.run(up.printedAlert())).contains("requestId");
      up.run(up.printedAlert());
      await().atMost(PATIENCE).until(() -> up.query(COUNTS).equals("1|1"));
      up.run(up.printedAlert().replace("EVENT=", "EVENT=0"));
      await().atMost(PATIENCE).until(() -> up.query(COUNTS).equals("2|1"));
      assertThat(up.run(up.printedList())).contains("\"fingerprint\":\"4242\"");
      assertThat(up.run(up.printedMeasurement())).contains("\"accepted\":1");
      String group = up.query("select group_id from alert_groups where fingerprint = '4242'");
      assertThat(up.run(up.printedAck())).isEqualTo("acknowledged " + group + "\n");
      assertThat(up.query(STATUS)).isEqualTo("acknowledged");
      assertThat(up.run(up.printedResolve())).isEqualTo("resolved " + group + " as fixed\n");
      assertThat(up.query(STATUS)).isEqualTo("resolved fixed");
      String again = up.printedResolve().replaceFirst("\\$\\(.*\\)", group) + " || echo $?";
      assertThat(up.run(again)).isEqualTo("refused: already resolved: " + group + "\n1\n");
      up.kill();
    }
    try (UpProcess up = UpProcess.start(data, root.resolve("second"))) {
      assertThat(up.query(COUNTS)).isEqualTo("2|1");
      up.run(up.printedAlert());
      await().atMost(PATIENCE).until(() -> up.query(COUNTS).equals("3|1"));
      applyAndSeeTheLine(up);
      assertThat(up.stop()).endsWith("stopped\n");
    }
    try (UpProcess up = UpProcess.start(data, root.resolve("third"))) {
      assertThat(up.query(TOTALS)).isEqualTo("3|1");
      assertThat(up.output()).doesNotContain("default/ops");
    }
  }

  /** A rule acts on groups that open when it is in force: another issue is sent until one does. */
  private void applyAndSeeTheLine(UpProcess up) throws Exception {
    Path documents = root.resolve("documents.yaml");
    Files.writeString(
        documents,
        """
        kind: Channel
        metadata: {name: ops}
        spec: {type: log}
        ---
        kind: RoutingRule
        metadata: {name: told}
        spec: {when: project == "told", notify: [{channel: ops, mention: "@here"}]}
        """);
    assertThat(up.run(up.shell("./signalcraft apply -f " + documents)))
        .contains("2 created, 0 changed");
    AtomicInteger issues = new AtomicInteger(5_000);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              String issue = Integer.toString(issues.incrementAndGet());
              up.run(up.printedAlert().replace("4242", issue).replace("\"hello\"", "\"told\""));
              return LINE.matcher(up.output()).find();
            });
  }
}
