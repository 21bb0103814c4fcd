// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertGroupsITCase {
  private static final String INJECTION = "x'; drop table alert_groups; --";
  private static final AlertGroup CHECKOUT =
      Groups.of("checkout", T0).title("Payment 100% failed").counts(7, 2).version(2).build();
  private static final AlertGroup PAGE =
      Groups.of("page", T0.plusSeconds(60))
          .source("vercel")
          .project("web")
          .environment("preview")
          .severity(Severity.LOW)
          .title("Page_load slow")
          .build();
  private static final AlertGroup DONE =
      Groups.of("a,b", T0.plusSeconds(120))
          .status(GroupStatus.RESOLVED)
          .severity(Severity.CRITICAL)
          .title(INJECTION)
          .build();
  private static final AlertGroup FOREIGN =
      Groups.of("checkout", T0).workspace("other").title("Secret of others").build();

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static Console console;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    for (AlertGroup group : List.of(CHECKOUT, PAGE, DONE, FOREIGN)) {
      database.write(AlertGroupRows.UPSERT, Groups.count(group));
    }
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "default", "test");
    console = Console.start(TestConsole.settings(database.url(), tokens));
    api = new Api(console.url(), token);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @Test
  void aListHoldsTheGroupsOfTheTokensWorkspaceNewestActivityFirst() throws Exception {
    Api.Answer answer = api.groups();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().get("items")).containsExactly(tree(DONE), tree(PAGE), tree(CHECKOUT));
    assertThat(answer.json().has("nextCursor")).isFalse();
  }

  @Test
  void everyFilterNarrowsTheListAndAllMustPass() throws Exception {
    Map<List<String>, List<AlertGroup>> cases =
        Map.ofEntries(
            Map.entry(List.of("status", "open"), List.of(PAGE, CHECKOUT)),
            Map.entry(List.of("status", "open,resolved"), List.of(DONE, PAGE, CHECKOUT)),
            Map.entry(
                List.of("status", "open", "status", "Resolved"), List.of(DONE, PAGE, CHECKOUT)),
            Map.entry(List.of("severity", "critical,low"), List.of(DONE, PAGE)),
            Map.entry(List.of("source", "vercel"), List.of(PAGE)),
            Map.entry(List.of("project", "web,shop", "source", "sentry"), List.of(DONE, CHECKOUT)),
            Map.entry(List.of("environment", "preview"), List.of(PAGE)),
            Map.entry(List.of("fingerprint", "a,b"), List.of(DONE)),
            Map.entry(List.of("fingerprint", "a"), List.of()),
            Map.entry(List.of("groupKey", CHECKOUT.groupKey()), List.of(CHECKOUT)),
            Map.entry(List.of("groupKey", FOREIGN.groupKey()), List.of()),
            Map.entry(List.of("since", "2026-03-02T00:01:00Z"), List.of(DONE, PAGE)),
            Map.entry(List.of("until", "2026-03-02T01:01:00+01:00"), List.of(CHECKOUT)),
            Map.entry(
                List.of(
                    "since", Long.toString(T0.toEpochMilli()), "until", "2026-03-02T00:00:00.001Z"),
                List.of(CHECKOUT)),
            Map.entry(List.of("q", "PAYMENT"), List.of(CHECKOUT)),
            Map.entry(List.of("q", "%"), List.of(CHECKOUT)),
            Map.entry(List.of("q", "_"), List.of(DONE, PAGE)),
            Map.entry(List.of("q", "\\"), List.of()),
            Map.entry(List.of("q", INJECTION), List.of(DONE)),
            Map.entry(List.of("source", INJECTION), List.of()),
            Map.entry(List.of("status", "acknowledged,snoozed"), List.of()),
            Map.entry(List.of("assignee", "none"), List.of(DONE, PAGE, CHECKOUT)),
            Map.entry(List.of("assignee", "ada"), List.of()),
            Map.entry(List.of("flapping", "true"), List.of()),
            Map.entry(List.of("flapping", "false", "severity", "low"), List.of(PAGE)),
            Map.entry(List.of("q", "secret"), List.of()));
    for (Map.Entry<List<String>, List<AlertGroup>> one : cases.entrySet()) {
      Api.Answer answer = api.groups(one.getKey().toArray(String[]::new));
      assertThat(answer.titles())
          .as(String.valueOf(one.getKey()))
          .isEqualTo(one.getValue().stream().map(AlertGroup::title).toList());
    }
  }

  @Test
  void whoHasAGroupAndWhetherItFlapsAreFilters() throws Exception {
    String set = "update alert_groups set assignee = %s, flapping = %s where group_id = '%s'";
    database.execute(set.formatted("'ada'", "true", CHECKOUT.groupId()));
    database.execute(set.formatted("'bob'", "false", PAGE.groupId()));
    try {
      assertThat(api.groups("assignee", "ada").titles()).containsExactly(CHECKOUT.title());
      assertThat(api.groups("assignee", "ada,bob").titles())
          .containsExactly(PAGE.title(), CHECKOUT.title());
      assertThat(api.groups("assignee", "none").titles()).containsExactly(DONE.title());
      assertThat(api.groups("assignee", "none,bob").titles())
          .containsExactly(DONE.title(), PAGE.title());
      assertThat(api.groups("flapping", "true").titles()).containsExactly(CHECKOUT.title());
      JsonNode group = api.get("/api/v1/alert-groups/" + CHECKOUT.groupId()).json();
      assertThat(group.get("assignee").asText()).isEqualTo("ada");
      assertThat(group.get("flapping").asBoolean()).isTrue();
    } finally {
      database.execute("update alert_groups set assignee = null, flapping = false");
    }
  }

  @Test
  void aGroupComesWithItsTimelineAndItsNewestExamples() throws Exception {
    database.write(
        AlertGroupChangeRows.UPSERT,
        Groups.change(
            Groups.of("checkout", T0).severity(Severity.LOW).build(), ChangeReason.OPENED),
        Groups.change(CHECKOUT, ChangeReason.SEVERITY_RAISED));
    for (int i = 0; i < 130; i++) {
      var at = T0.plusSeconds(i);
      database.write(
          AlertEventRows.UPSERT, Groups.event(CHECKOUT, Events.event("checkout", "n" + i, at), at));
    }

    JsonNode group = api.get("/api/v1/alert-groups/" + CHECKOUT.groupId()).json();
    assertThat(group.get("groupId").asText()).isEqualTo(CHECKOUT.groupId());
    assertThat(group.get("count").asInt()).isEqualTo(7);
    assertThat(group.get("timeline"))
        .containsExactly(
            Json.mapper()
                .readTree(
                    """
                    {"at":"2026-03-02T00:00:00.000Z","sequence":1,"reason":"opened",
                     "actor":"source","eventId":"e1","statusAfter":"open","severityAfter":"low"}"""),
            Json.mapper()
                .readTree(
                    """
                    {"at":"2026-03-02T00:00:00.000Z","sequence":2,"reason":"severity-raised",
                     "actor":"source","eventId":"e2","statusBefore":"open","statusAfter":"open",
                     "severityBefore":"low","severityAfter":"high"}"""));
    assertThat(group.get("events")).hasSize(100);
    assertThat(group.get("events").get(0).get("sourceEventId").asText()).isEqualTo("n129");
    assertThat(group.get("events").get(99).get("sourceEventId").asText()).isEqualTo("n30");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "%00", "%27%20or%201=1", "00000000000000000000000000000000-1"})
  void anUnknownGroupIsNotFound(String id) throws Exception {
    Api.Answer answer = api.get("/api/v1/alert-groups/" + (id.isEmpty() ? FOREIGN.groupId() : id));
    assertThat(answer.status()).isIn(404, id.equals("%00") ? 400 : 404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
  }

  @Test
  void everyBadParameterIsNamedWithWhatIsAllowed() throws Exception {
    Api.Answer answer =
        api.groups(
            "statsu",
            "open",
            "status",
            "closed",
            "severity",
            "fatal",
            "since",
            "yesterday",
            "limit",
            "201",
            "sort",
            "title",
            "groupKey",
            "XYZ",
            "q",
            "a\0b",
            "source",
            "a,,b",
            "cursor",
            "!");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.faults())
        .containsExactlyInAnyOrder(
            "statsu: unknown; did you mean 'status'?",
            "status: write one or more of open, acknowledged, snoozed, resolved",
            "severity: write one or more of low, medium, high, critical",
            "since: write a time such as 2026-03-01T12:00:00Z, or epoch milliseconds"
                + " (a + is %2B in an address)",
            "limit: write a number from 1 to 200",
            "sort: write one of -lastActivity, lastActivity, -lastSeen, lastSeen, -openedAt,"
                + " openedAt, -count, count, -severity, severity",
            "groupKey: write 32 hex digits in lower case",
            "q: write 1 to 512 characters, without NUL",
            "source: write 1 to 50 values with commas between",
            "cursor: write the nextCursor of a page with the same sort, unchanged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=-1",
        "limit=1e1",
        "limit=5&limit=6",
        "q=",
        "q=a&q=b",
        "since=+1",
        "since=%2B999999999-01-01T00:00:00Z",
        "since=999999999999999999999",
        "status=",
        "flapping=yes",
        "assignee=",
        "since=2026-03-02T00:00:00Z&until=2026-03-02T00:00:00Z",
        "q=%zz",
        "q=%00"
      })
  void aParameterThatCannotBeUsedIsABadRequest(String query) throws Exception {
    String path = "/api/v1/alert-groups?" + query;
    int status =
        query.contains("%zz") ? RawHttp.status(console.port(), path, api) : api.get(path).status();
    assertThat(status).isEqualTo(400);
  }

  private static JsonNode tree(AlertGroup group) throws Exception {
    return Json.mapper().readTree(Json.mapper().writeValueAsString(group));
  }
}
