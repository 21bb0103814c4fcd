// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.domain.replay.ReplaySpan;
import dev.signalcraft.domain.replay.RuleDifferences;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.replay.ReplayDecisionRows;
import dev.signalcraft.sql.replay.ReplayRows;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays over HTTP where there is no Flink: what is refused, and what rows show. */
class ReplaysITCase {
  private static final String REPLAYS = "/api/v1/replays";
  private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

  @TempDir private static Path directory;
  private static TestDatabase database;
  private static Console console;
  private static Path tokens;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated();
    tokens = directory.resolve("tokens");
    console = Console.start(TestConsole.settings(database.url(), tokens));
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  private static Api person(String workspace) throws Exception {
    return new Api(console.url(), Tokens.issue(tokens, workspace, "ada"));
  }

  private static Api.Answer ask(String workspace, String body) throws Exception {
    Api ada = person(workspace);
    return ada.send(
        ada.request(REPLAYS)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{}|since: write a time such as 2026-03-01T12:00:00Z, or how long ago, such as 7d",
        "{'since':'2026-13-01'}|since: write a time such as 2026-03-01T12:00:00Z, or how long ago,"
            + " such as 7d",
        "{'since':true}|since: write a time such as 2026-03-01T12:00:00Z, or how long ago, such as"
            + " 7d",
        "{'since':-1}|since: write a time such as 2026-03-01T12:00:00Z, or how long ago, such as 7d",
        "{'since':'7d','until':'8d'}|until: write a time after since",
        "{'since':'7d','until':'2026-01-01T00:00:00Z'}|until: write a time after since",
        "{'since':'7d','warmUp':'-1h'}|warmUp: write a duration such as 25h, or 0s for none",
        "{'since':'7d','warmUp':'99999d'}|warmUp: reaches back before 1970",
        "{'since':'7d','warmup':'1h'}|warmup: no such field; did you mean warmUp?",
        "{'since':'7d','with':{}}|with: give an array of at most 5000 documents",
        "{'since':'7d','with':[{'kind':'RoutingRule','metadata':{'name':'a'},'spec':{'stop':true}},"
            + "{'kind':'RoutingRule','metadata':{'name':'b'},'spec':{'stop':true,'when':'severity =='}}]}"
            + "|with[1].spec.when: ",
        "{'since':'7d','with':[{'kind':'Channel','metadata':{'name':'a','workspace':'other'},"
            + "'spec':{'type':'log'}}]}|with[0].metadata.workspace: the token opens default",
        "{'since':'7d','with':[3]}|with[0]: give kind, metadata and spec",
      })
  void aQuestionThatMakesNoSenseIsRefusedWithItsPlace(String body, String fault) throws Exception {
    Api.Answer answer = ask("default", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults()).hasSize(1);
    assertThat(answer.faults().get(0)).startsWith(fault);
  }

  @Test
  void aTimeToComeAndATimeThatIsTooShortAreRefused() throws Exception {
    assertThat(ask("default", "{'since':'2999-01-01T00:00:00Z','until':'2999-01-02T00:00:00Z'}"))
        .satisfies(
            answer ->
                assertThat(answer.faults())
                    .singleElement()
                    .asString()
                    .startsWith("since: lies in the future; it is 20"));
    assertThat(ask("default", "{'since':'10s'}"))
        .satisfies(
            answer ->
                assertThat(answer.faults())
                    .singleElement()
                    .asString()
                    .matches("since: write a time before .*Z, or give until"));
    assertThat(ask("default", "[]").json().get("detail").asText())
        .startsWith("The body is a JSON object with since");
  }

  @Test
  void withoutFlinkTheLineToRunByHandIsAnsweredAndHoldsNoPassword() throws Exception {
    String with =
        "[{'kind':'RoutingRule','metadata':{'name':'all'},'spec':{'notify':[{'channel':'x'}]}}]";
    Api.Answer answer =
        ask(
            "default",
            "{'since':'2026-03-02T08:00:00Z','until':1772445600000,'warmUp':'2h','with':"
                + with
                + "}");

    assertThat(answer.status()).isEqualTo(501);
    JsonNode problem = answer.json();
    Matcher line =
        Pattern.compile(
                "flink run -d -c dev\\.signalcraft\\.jobs\\.replay\\.ReplayJob signalcraft-jobs\\.jar"
                    + " --bootstrap-servers 127\\.0\\.0\\.1:1 --postgres\\.url (\\S+)"
                    + " --postgres\\.user signalcraft"
                    + " --postgres\\.password \"\\$SIGNALCRAFT_POSTGRES_PASSWORD\""
                    + " --workspace default --since 2026-03-02T08:00:00\\.000Z"
                    + " --until 2026-03-02T10:00:00\\.000Z --warm-up 2h --replay-id ([0-9a-f]{32})"
                    + " --config-file base64:(\\S+)")
            .matcher(problem.get("command").asText());
    assertThat(line.matches()).as(problem.get("command").asText()).isTrue();
    assertThat(line.group(1)).isEqualTo(database.url());
    assertThat(problem.get("detail").asText())
        .startsWith("This console does not start jobs: flink-url is not set.")
        .contains(line.group(2));
    assertThat(new String(Base64.getDecoder().decode(line.group(3)), StandardCharsets.UTF_8))
        .isEqualTo(with.replace('\'', '"'));
  }

  @Test
  void aReplayIsShownByItsRowsInItsWorkspaceOnly() throws Exception {
    ReplaySpan done = span("shown", "1", 4);
    ReplaySpan half = span("shown", "2", 2);
    database.write(
        ReplayRows.UPSERT,
        new Replay(
            done,
            true,
            Replay.Status.DONE,
            done.until(),
            List.of(
                new RuleDifferences("a", "chat", 7, 1, 0, 0, 0, 0),
                new RuleDifferences("b", "chat", 1, 0, 2, 0, 3, 4))),
        new Replay(half, false, Replay.Status.RUNNING, T0.plusSeconds(1_800), List.of()));
    Api ada = person("shown");

    JsonNode shown = ada.get(REPLAYS + "/" + done.replayId()).json();
    assertThat(shown.get("state").asText()).isEqualTo("finished");
    assertThat(shown.get("progress").asDouble()).isEqualTo(1);
    assertThat(shown.get("totals"))
        .hasToString(
            "{\"same\":8,\"added\":1,\"suppressed\":2,\"earlier\":0,\"later\":3,\"unknown\":4}");
    assertThat(shown.at("/summary/1/rule").asText()).isEqualTo("b");

    JsonNode all = ada.get(REPLAYS).json().get("items");
    assertThat(all.findValuesAsText("replayId")).containsExactly(done.replayId(), half.replayId());
    assertThat(all.findValuesAsText("state")).containsExactly("finished", "running");
    assertThat(all.at("/1/progress").asDouble()).isEqualTo(0.25);
    assertThat(all.get(1).has("totals")).isFalse();
    assertThat(ada.get(REPLAYS + "?limit=1").json().get("items")).hasSize(1);

    Api eve = person("elsewhere");
    assertThat(eve.get(REPLAYS).json().get("items")).isEmpty();
    for (String path : List.of("", "/decisions")) {
      assertThat(eve.get(REPLAYS + "/" + done.replayId() + path).status()).isEqualTo(404);
      assertThat(ada.get(REPLAYS + "/nonsense" + path).status()).isEqualTo(404);
    }
  }

  @Test
  void decisionsAreTurnedOverByTheirCursor() throws Exception {
    ReplaySpan span = span("paged", "3", 4);
    database.write(
        ReplayRows.UPSERT, new Replay(span, true, Replay.Status.DONE, span.until(), List.of()));
    for (int i = 0; i < 5; i++) {
      database.write(ReplayDecisionRows.UPSERT, added(span, i));
    }
    Api ada = person("paged");
    String path = REPLAYS + "/" + span.replayId() + "/decisions";

    List<String> read = new ArrayList<>();
    String next = path + "?limit=2";
    for (int page = 0; page < 3; page++) {
      JsonNode answer = ada.get(next).json();
      answer.get("items").forEach(item -> read.add(item.get("groupId").asText()));
      next = path + "?limit=2&cursor=" + answer.path("nextCursor").asText();
      assertThat(answer.has("nextCursor")).isEqualTo(page < 2);
    }
    assertThat(read).containsExactly("g0", "g1", "g2", "g3", "g4");
    assertThat(ada.get(path + "?channel=c4,c1").json().get("items").findValuesAsText("groupId"))
        .containsExactly("g1", "g4");
    assertThat(ada.get(path + "?kind=suppressed").json().get("items")).isEmpty();
    assertThat(ada.get(path + "?cursor=x&kind=less&limit=201").faults())
        .extracting(fault -> fault.substring(0, fault.indexOf(":")))
        .containsExactly("kind", "limit", "cursor");
  }

  private static ReplaySpan span(String workspace, String id, int hours) {
    return new ReplaySpan(
        GroupKey.hash(id), workspace, T0, T0.plusSeconds(60), T0.plusSeconds(hours * 3_600L));
  }

  private static Difference added(ReplaySpan span, int number) {
    return new Difference(
        span.replayId(),
        Difference.Kind.ADDED,
        GroupKey.hash("n", Integer.toString(number)),
        span.workspace(),
        "g" + number,
        "c" + number,
        NotificationReason.OPENED,
        "all",
        0,
        null,
        T0.plusSeconds(number));
  }
}
