// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.tables.TablesJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three jobs together: from a webhook's record to rows, good and bad ones side by side. */
class HouseITCase {
  @TempDir static Path directory;
  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(directory);
    stack.run(IngestJob::assemble, 2, null, "--start", "earliest");
    stack.run(AlertsJob::assemble, 2, null, "--start", "earliest");
    stack.run(TablesJob::assemble, 2, null, stack.tablesArguments());
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void aWebhookTwiceIsOneRowWithOneDuplicateAndAnotherEventIdCountsTwo() throws Exception {
    webhook(eventAlert("4242", "e1"));
    webhook(eventAlert("4242", "e1"));
    eventually("select count, duplicates from alert_groups where fingerprint = '4242'", "1|1");

    webhook(eventAlert("4242", "e2"));
    eventually("select count, duplicates from alert_groups where fingerprint = '4242'", "2|1");
    assertThat(
            stack.rows(
                "select c.sequence, reason, actor, status_before, status_after from"
                    + " alert_group_changes c join alert_groups using (group_id)"
                    + " where fingerprint = '4242'"))
        .containsExactly("1|opened|source|null|open");
    eventually(
        "select sum(m.events), sum(m.duplicates) from alert_minutes m join alert_groups using"
            + " (group_id) where fingerprint = '4242'",
        "2|1");
    eventually("select count(*) from alert_events where fingerprint = '4242' and not stale", "2");
  }

  @Test
  void aForeignProducerNeedsOnlySourceAndTitle() {
    stack.send(Topic.EVENTS, null, bytes("{\"source\":\"billing\",\"title\":\"Late\"}"), Map.of());

    eventually(
        "select workspace, project, environment, severity, status, count from alert_groups where"
            + " source = 'billing'",
        "default|default|production|medium|open|1");
  }

  @Test
  void aRoutingRuleInTheConfigTopicLeadsToARowOfNotificationsWithinSeconds() throws Exception {
    RawRecord rule =
        new ConfigLog()
            .at(
                Instant.EPOCH,
                "RoutingRule",
                "routed",
                "{when: project == 'routed', notify: [{channel: slack, mention: '@here'}]}")
            .records()
            .get(0);
    stack.send(Topic.CONFIG, rule.key(), rule.value(), Map.of());
    stack.flushSent();
    Instant inForce = Instant.now().plusMillis(ConfigHistory.IN_FORCE_AFTER_MILLIS);
    await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(inForce));
    byte[] alert = bytes("{\"source\":\"cron\",\"title\":\"Late\",\"project\":\"routed\"}");
    stack.send(Topic.EVENTS, null, alert, Map.of());

    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(
                        stack.rows(
                            "select n.channel, n.reason, n.rule, n.rule_version, n.mention,"
                                + " n.status_after, g.rule from notifications n"
                                + " join alert_groups g using (group_id) where g.source = 'cron'"))
                    .containsExactly("slack|opened|routed|1|@here|open|routed"));
  }

  @Test
  void whatCannotBeReadBecomesADeadLetterAndItsNeighboursBecomeRows() throws Exception {
    byte[] mebibyte = new byte[1 << 20];
    Arrays.fill(mebibyte, (byte) 'x');
    webhook(bytes("not json"));
    webhook(bytes("{\"action\":\"triggered\",\"data\":17}"));
    webhook(new byte[0]);
    webhook(mebibyte);
    webhook(bytes("[".repeat(10_000) + "]".repeat(10_000)));
    webhook(eventAlert("777", "n1").replace("Boom", "Bo\\u0000om"));
    webhook(
        eventAlert("778", "n2").replaceFirst("\"timestamp\":[0-9.]+", "\"timestamp\":4074019200"));
    stack.send(Topic.WEBHOOKS, null, bytes("{}"), headers("unheard-of"));
    stack.send(Topic.INPUTS, null, bytes("{\"kind\":\"event\",\"groupKey\":\"x\"}"), Map.of());
    stack.send(Topic.INPUTS, null, bytes("{"), Map.of());
    stack.send(Topic.DEAD_LETTERS, null, bytes("{"), Map.of());
    webhook(eventAlert("779", "n3"));

    eventually("select count(*) from alert_groups where fingerprint in ('777','778','779')", "3");
    eventually(
        "select reason, count(*) from dead_letters group by reason order by reason",
        "bad-envelope|3",
        "empty|1",
        "malformed|3",
        "unexpected-shape|1",
        "unknown-source|1");
    assertThat(stack.rows("select max(octet_length(text)) from dead_letters"))
        .containsExactly("65536");
    assertThat(stack.rows("select title from alert_groups where fingerprint = '777'"))
        .containsExactly("Bo\ufffdom");
    assertThat(
            stack.rows(
                "select occurred_at = received_at, tags ->> 'occurred-at' from alert_events where"
                    + " fingerprint = '778'"))
        .containsExactly("t|2099-02-06T00:00:00Z");
  }

  private static void webhook(String body) throws Exception {
    webhook(bytes(body));
  }

  private static void webhook(byte[] body) throws Exception {
    stack.send(Topic.WEBHOOKS, null, body, headers("sentry"));
    stack.flushSent();
  }

  private static Map<String, String> headers(String source) {
    return Map.of(
        "workspace", "default",
        "source", source,
        "integration", "shop",
        "request-id", "r",
        "sentry-hook-resource", "event_alert");
  }

  private static String eventAlert(String issue, String event) {
    return """
        {"action":"triggered","installation":{"uuid":"a"},"actor":{"type":"application","id":"sentry"},
         "data":{"triggered_rule":"Any","event":{"event_id":"%s","issue_id":"%s","title":"Boom",
         "level":"error","platform":"java","project":1,"timestamp":%d.5,
         "fingerprint":["{{ default }}"],"tags":[["environment","production"]],
         "url":"https://sentry.example/api/0/projects/acme/shop/events/%s/",
         "web_url":"https://sentry.example/organizations/acme/issues/%s/"}}}"""
        .formatted(event, issue, System.currentTimeMillis() / 1000, event, issue);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void eventually(String sql, String... rows) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(stack.rows(sql)).isEqualTo(List.of(rows)));
  }
}
