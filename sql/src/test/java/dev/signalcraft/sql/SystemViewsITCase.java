// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import dev.signalcraft.sql.monitor.MetricWindowRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The views in the shape that applications know, over rows that the writers have written. */
class SystemViewsITCase {
  private static final AlertGroup GROUP = Groups.of("checkout", Events.T0).build();
  private static TestDatabase database;

  @BeforeAll
  static void writeRows() throws SQLException {
    database = TestDatabase.migrated();
    MonitorRun run =
        new MonitorRun(
            "{select: {name: x}, groupBy: [project, environment, tags.route], measure: p95,"
                + " conditions: [{severity: high, op: '>', threshold: 500}]}");
    run.minute(0, 100, 200, 600).minute(1, 400).advanceTo(MonitorRun.T0 + 130_000);
    for (MetricWindow row : run.rows) {
      database.write(MetricWindowRows.UPSERT, row);
    }
    write(
        1,
        draft("full")
            .title("App\\Http\\QueryError: column \"due\" does not exist")
            .message("select failed")
            .file("src/tasks.ts")
            .line(42)
            .link("https://sentry.example/1")
            .tag("user", "id:4711")
            .tag("transaction", "/tasks")
            .tag("browser", "Firefox"));
    write(2, draft("plain").title("Checkout is broken").severity(Severity.LOW));
    write(
        3,
        draft("own")
            .title("TypeError: x")
            .file("a.js")
            .tag("error_type", "upload")
            .tag("user_id", "u-1")
            .tag("user", "id:2")
            .tag("context", "proposal-pdf")
            .tag("stack_trace", "at f (a.js:1)"));
    write(4, draft("resolved").status(EventStatus.RESOLVED));
    write(5, draft("slow").type(EventType.PERFORMANCE));
    write(6, new EventDraft("default", "signalcraft", 0).title("p95 too high"));
    write(7, new EventDraft("other", "sentry", 0).title("Theirs"));
  }

  private static EventDraft draft(String id) {
    return Events.draft("checkout", id, Events.T0.minusSeconds(9));
  }

  private static void write(int second, EventDraft draft) throws SQLException {
    AlertEvent event = Events.build(draft);
    database.write(
        AlertEventRows.UPSERT, Groups.event(GROUP, event, Events.T0.plusSeconds(second)));
  }

  @Test
  void aMinuteOfASeriesIsAMetric() throws SQLException {
    assertThat(
            database.rows(
                """
                select type, value, extract(epoch from created_at)::bigint - %d, workspace,
                  metadata - array['series', 'p50', 'p95', 'p99']
                from system_metrics order by created_at"""
                    .formatted(MonitorRun.T0 / 1_000)))
        .containsExactly(
            "x|300|0|default|{\"max\": 600, \"min\": 100, \"sum\": 900, \"tags\": {\"route\": \"\"},"
                + " \"unit\": \"ms\", \"count\": 3, \"errors\": 0, \"monitor\": \"slow\","
                + " \"project\": \"shop\", \"environment\": \"production\","
                + " \"windowMillis\": 60000}",
            "x|400|60|default|{\"max\": 400, \"min\": 400, \"sum\": 400, \"tags\": {\"route\": \"\"},"
                + " \"unit\": \"ms\", \"count\": 1, \"errors\": 0, \"monitor\": \"slow\","
                + " \"project\": \"shop\", \"environment\": \"production\","
                + " \"windowMillis\": 60000}");
    assertThat(
            database.rows(
                """
                select count(*) from system_metrics v join metric_windows w
                  on w.series = v.metadata ->> 'series' and w.window_start = v.created_at
                where (v.metadata ->> 'p50')::double precision = w.p50
                  and (v.metadata ->> 'p95')::double precision = w.p95
                  and (v.metadata ->> 'p99')::double precision = w.p99"""))
        .containsExactly("2");
  }

  @Test
  void anAverageOverMinutesIsMadeOfSumsAndCounts() throws SQLException {
    assertThat(
            database.rows(
                """
                select sum((metadata ->> 'sum')::double precision)
                  / sum((metadata ->> 'count')::bigint)
                from system_metrics where workspace = 'default' and type = 'x'"""))
        .containsExactly("325");
  }

  @Test
  void anEventThatFiresIsAnError() throws SQLException {
    assertThat(
            database.rows(
                """
                select error_type, message, context, severity, user_id, stack_trace,
                  extract(epoch from created_at)::bigint - %d
                from system_errors where workspace = 'default' order by created_at"""
                    .formatted(Events.T0.getEpochSecond())))
        .containsExactly(
            "App\\Http\\QueryError|select failed|/tasks|high|4711|src/tasks.ts:42|1",
            "error|Checkout is broken|shop|low|null|null|2",
            "upload|TypeError: x|proposal-pdf|high|u-1|at f (a.js:1)|3");
    assertThat(database.rows("select message from system_errors where workspace = 'other'"))
        .containsExactly("Theirs");
  }

  @Test
  void whatElseIsKnownOfAnErrorIsItsMetadata() throws SQLException {
    assertThat(
            database.rows(
                """
                select metadata - 'eventId' from system_errors
                where workspace = 'default' and user_id = '4711'"""))
        .containsExactly(
            "{\"link\": \"https://sentry.example/1\", \"tags\": {\"user\": \"id:4711\","
                + " \"browser\": \"Firefox\", \"transaction\": \"/tasks\"}, \"title\":"
                + " \"App\\\\Http\\\\QueryError: column \\\"due\\\" does not exist\", \"source\": \"sentry\","
                + " \"groupId\": \""
                + GROUP.groupId()
                + "\", \"project\": \"shop\", \"occurredAt\": \"2026-03-01T23:59:51.000Z\","
                + " \"environment\": \"production\"}");
    assertThat(
            database.rows(
                """
                select count(*) from system_errors s join alert_events e
                  on e.event_id = s.metadata ->> 'eventId'"""))
        .containsExactly("4");
  }

  @Test
  void aSpanOfErrorsIsReadFromItsDaysAlone() throws SQLException {
    List<String> plan =
        database.rows(
            """
            explain select * from system_errors where workspace = 'default'
              and created_at >= '2020-01-01T00:00:00Z' and created_at < '2020-01-02T00:00:00Z'""");

    assertThat(String.join("\n", plan)).contains("alert_events_default").doesNotContain("Append");
  }

  @Test
  void theQueriesOfThePageRun() throws SQLException, IOException {
    String page = Files.readString(Path.of("../docs/queries.md"));
    List<String> blocks =
        Pattern.compile("(?s)```sql\n(.*?)```")
            .matcher(page)
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(1);
    // Rows of the tests are older than the spans of the page.
    String[] queries =
        blocks.get(0).replaceAll("now\\(\\) - interval '[^']*'", "'2020-01-01'").split("\n\n", -1);
    assertThat(database.rows(queries[0])).singleElement().asString().matches("x\\|[0-9.]+");
    assertThat(database.rows(queries[1]))
        .containsExactlyInAnyOrder(
            "App\\Http\\QueryError|select failed|4711|src/tasks.ts:42",
            "upload|TypeError: x|u-1|at f (a.js:1)");
  }

  @Test
  void theColumnsAreDocumented() throws SQLException, IOException {
    String page = Files.readString(Path.of("../docs/queries.md"));
    for (String view : List.of("system_metrics", "system_errors")) {
      String columns =
          database
              .rows(
                  """
                  select string_agg(column_name, ', ' order by ordinal_position)
                  from information_schema.columns where table_name = '%s'"""
                      .formatted(view))
              .get(0);
      assertThat(page).contains("`" + view + "(" + columns + ")`");
    }
  }
}
