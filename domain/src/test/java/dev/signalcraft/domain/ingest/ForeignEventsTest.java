// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.json.Json;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignEventsTest {
  private static final ConfigHistory<Workspace> WORKSPACES =
      new ConfigLog().history(Workspace.KIND, Workspace::read);
  private static final Map<String, String> BINARY =
      Map.of("ce_id", "7", "ce_source", "/shop/web", "ce_time", "2026-03-01T20:00:00Z");

  private static AlertEvent read(Map<String, String> headers, String json) throws Rejection {
    return ForeignEvents.read(headers, Sentry.json(json), Events.T0.toEpochMilli(), WORKSPACES);
  }

  private static AlertEvent read(String json) throws Rejection {
    return read(Map.of(), json);
  }

  @Test
  void sourceAndTitleAreEnough() throws Rejection {
    AlertEvent event = read("{\"source\":\"shop\",\"title\":\"Broken\",\"unknown\":{\"a\":[1]}}");

    assertThat(event.workspace()).isEqualTo("default");
    assertThat(event.source()).isEqualTo("shop");
    assertThat(event.project()).isEqualTo("default");
    assertThat(event.environment()).isEqualTo("production");
    assertThat(event.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(event.fingerprint()).isEqualTo(GroupKey.hash("error", "Broken"));
    assertThat(event.occurredAt()).isEqualTo(Events.T0);
  }

  @Test
  void anEventOfOursIsReadBackAsItIs() throws Exception {
    AlertEvent event =
        read(
            """
            {"workspace":"acme","source":"shop","sourceEventId":"1","project":"web",
             "environment":"qa","fingerprint":"f","type":"security","severity":"critical",
             "status":"resolved","lifecycle":"stateful","expiresAt":"2026-03-02T01:00:00Z",
             "title":"Broken","message":"m","file":"a.py","line":3,"link":"https://x.example/",
             "tags":{"a":"b","n":1,"t":true,"none":null},"occurredAt":"2026-03-01T23:59:00.123Z"}
            """);
    assertThat(event.type()).isEqualTo(EventType.SECURITY);
    assertThat(event.status()).isEqualTo(EventStatus.RESOLVED);
    assertThat(event.lifecycle()).isEqualTo(Lifecycle.STATEFUL);
    assertThat(event.tags()).isEqualTo(Map.of("a", "b", "n", "1", "t", "true"));
    assertThat(read(Json.mapper().writeValueAsString(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource({
    "fatal,CRITICAL", "critical,CRITICAL", "error,HIGH", "high,HIGH", "warning,MEDIUM",
    "medium,MEDIUM", "info,LOW", "debug,LOW", "low,LOW", "ERROR,HIGH"
  })
  void severitiesMayBeLevelsOfLogs(String word, Severity severity) throws Rejection {
    assertThat(read("{\"source\":\"s\",\"title\":\"t\",\"severity\":\"" + word + "\"}").severity())
        .isEqualTo(severity);
  }

  @Test
  void timesMayBeEpochMilliseconds() throws Rejection {
    AlertEvent event =
        read(
            "{\"source\":\"s\",\"title\":\"t\",\"occurredAt\":1772409599000,"
                + "\"expiresAt\":1772409601000}");
    assertThat(event.occurredAt()).isEqualTo(Events.T0.minusSeconds(1));
    assertThat(event.expiresAt()).isEqualTo(Events.T0.plusSeconds(1));
  }

  @Test
  void aCloudEventInBinaryModeIsKnownByItsSourceAndId() throws Rejection {
    AlertEvent event =
        read(BINARY, "{\"source\":\"shop\",\"title\":\"t\",\"sourceEventId\":\"x\"}");
    assertThat(event.sourceEventId()).isEqualTo("/shop/web 7");
    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-01T20:00:00Z"));
  }

  @Test
  void aCloudEventInStructuredModeCarriesTheEventAsItsData() throws Rejection {
    AlertEvent event =
        read(
            Map.of("content-type", "Application/CloudEvents+json; charset=utf-8"),
            """
            {"specversion":"1.0","id":"7","source":"shop","type":"x","time":"2026-03-01T20:00:00Z",
             "data":{"title":"t"}}
            """);
    assertThat(event.source()).isEqualTo("shop");
    assertThat(event.sourceEventId()).isEqualTo("shop 7");
    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-01T20:00:00Z"));
  }

  @Test
  void otherFormatsOfCloudEventsAreUnsupported() {
    for (String type :
        new String[] {"application/cloudevents-batch+json", "application/cloudevents+avro"}) {
      assertThatThrownBy(() -> read(Map.of("content-type", type), "{}"))
          .isInstanceOfSatisfying(
              Rejection.class,
              r -> assertThat(r.reason()).isEqualTo(DeadLetter.Reason.UNSUPPORTED));
    }
  }

  @Test
  void anEventIdStandsInWhereTheSenderHasNoOther() throws Rejection {
    assertThat(read("{\"source\":\"s\",\"title\":\"t\",\"eventId\":\"e1\"}").sourceEventId())
        .isEqualTo("e1");
    assertThat(read("{\"source\":\"s\",\"title\":\"t\",\"sourceEventId\":5}").sourceEventId())
        .isEqualTo("5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":\"t\"} | source: expected a name of 1 to 63 of a-z, 0-9 and -, found nothing",
        "{\"source\":\"A b\",\"title\":\"t\"} | source: expected a name of 1 to 63 of a-z, 0-9 and -, found string",
        "{\"source\":\"s\",\"title\":\"t\",\"workspace\":\"a/b\"} | workspace: expected a name of 1 to 63 of a-z, 0-9 and -, found string",
        "{\"source\":\"s\"} | title: missing or empty; an alert needs one",
        "{\"source\":\"s\",\"title\":[]} | title: expected text, found array",
        "{\"source\":\"s\",\"title\":\"t\",\"severity\":\"bad\"} | severity: expected critical, high, medium or low, or a level of logs, found string",
        "{\"source\":\"s\",\"title\":\"t\",\"type\":\"bad\"} | type: expected a known eventtype, found string",
        "{\"source\":\"s\",\"title\":\"t\",\"line\":-1} | line: expected a whole number from 0 to 2147483647, found number",
        "{\"source\":\"s\",\"title\":\"t\",\"line\":99999999999} | line: expected a whole number from 0 to 2147483647, found number",
        "{\"source\":\"s\",\"title\":\"t\",\"expiresAt\":\"soon\"} | expiresAt: expected a time in ISO-8601 with a zone, or in epoch milliseconds, found string",
        "{\"source\":\"s\",\"title\":\"t\",\"tags\":{\"a\":{}}} | tags.a: expected text, a number or a boolean, found object",
        "{\"source\":\"s\",\"title\":\"t\",\"occurredAt\":true} | occurredAt: expected text, found boolean",
      })
  void aWrongFieldIsRejectedByName(String json, String detail) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(Rejection.class).hasMessage(detail);
  }
}
