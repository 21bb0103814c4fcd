// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Told;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Collected;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.grouping.Rules;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import dev.signalcraft.domain.slo.SloRun;
import dev.signalcraft.domain.slo.SloWindow;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas, asyncapi.yaml and the records of the domain say the same. */
class SchemasTest {
  private static final JsonNode ASYNC_API =
      Repository.yaml(Repository.text("docs/asyncapi.yaml")).get(0);

  @Test
  void asyncApiNamesExactlyTheTopics() {
    Set<String> addresses = new TreeSet<>();
    ASYNC_API.path("channels").forEach(channel -> addresses.add(channel.path("address").asText()));

    assertThat(addresses)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(Topic::topicName).toList());
  }

  @Test
  void everyReferenceOfAsyncApiLeadsSomewhere() {
    List<JsonNode> references = ASYNC_API.findValues("$ref");

    assertThat(references).hasSizeGreaterThan(20);
    for (JsonNode reference : references) {
      String target = reference.asText();
      boolean there =
          target.startsWith("#")
              ? !ASYNC_API.at(target.substring(1)).isMissingNode()
              : Repository.path("docs").resolve(target).toFile().isFile();
      assertThat(there).as(target).isTrue();
    }
  }

  @Test
  void everyTopicIsSentToAndReadFrom() {
    Map<String, Set<String>> actions = new TreeMap<>();
    ASYNC_API
        .path("operations")
        .forEach(
            operation ->
                actions
                    .computeIfAbsent(operation.at("/channel/$ref").asText(), c -> new TreeSet<>())
                    .add(operation.path("action").asText()));

    assertThat(actions).hasSize(Topic.values().length);
    assertThat(actions.values()).containsOnly(Set.of("receive", "send"));
  }

  @Test
  void inputsAreAsTheirSchemaSays() {
    AlertEvent full = fullEvent();
    AlertEvent bare = Events.build(new EventDraft("default", "app", 0).title("Down"));

    for (Input input :
        List.of(
            Input.tick(), Input.of(GroupKey.of(full), full), Input.of(GroupKey.of(bare), bare))) {
      assertThat(Schemas.faults("input.schema.json", input)).isEmpty();
    }
  }

  @Test
  void changesOfAGroupWithEveryFieldAreAsTheirSchemaSays() {
    Collected decisions = new Collected();
    Grouping grouping = new Grouping(new Windows(1_800_000, 86_400_000, 0), Rules.none());
    AlertEvent[] events = {
      Events.event("a", "1", T0),
      Events.event("a", "joins", T0),
      fullEvent(),
      Events.build(Events.draft("a", "3", T0).status(EventStatus.RESOLVED)),
      Events.event("a", "4", T0.minusSeconds(90_000)),
    };
    KeyState state = KeyState.EMPTY;
    long t = T0.toEpochMilli();
    for (AlertEvent event : events) {
      t += 1_500;
      state = grouping.advanceTo(state, t, decisions);
      Input input = Input.of(GroupKey.of(events[0]), event);
      state = grouping.apply(state, input, false, 0, t, decisions);
    }
    grouping.advanceTo(state, t + 90_000_000, decisions);

    List<AlertChange> changes = decisions.changes;
    assertThat(changes)
        .extracting(AlertChange::kind)
        .containsAll(
            EnumSet.complementOf(EnumSet.of(AlertChange.Kind.REFUSED, AlertChange.Kind.SHADOW)));
    for (AlertChange change : changes) {
      assertThat(Schemas.faults("alert-change.schema.json", change)).isEmpty();
    }
  }

  @Test
  void windowsOfMonitorsAreAsTheirSchemaSays() {
    MonitorRun run =
        new MonitorRun("{select: {name: x}, groupBy: [tags.a], measure: p95, noData: alert(1)}");
    run.minute(0, -1, 0, 5).minute(1, 7).advanceTo(MonitorRun.T0 + 190_000);

    assertThat(run.rows).hasSize(2);
    for (MetricWindow row : run.rows) {
      assertThat(Schemas.faults("metric-window.schema.json", row)).isEmpty();
    }
  }

  @Test
  void howObjectivesStandIsAsItsSchemaSays() {
    SloRun run =
        new SloRun(
            """
            service: shop
            indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: request}}}}}
            timeWindow: [{duration: 30d, isRolling: true}]
            budgetingMethod: Occurrences
            objectives: [{op: lt, value: 1, target: 0.99}]
            """);
    run.minute(0, 10, 10).through(59);

    assertThat(run.rows).hasSize(2);
    for (SloWindow row : run.rows) {
      assertThat(Schemas.faults("slo-window.schema.json", row)).isEmpty();
    }
  }

  @Test
  void deliveriesAreAsTheirSchemaSays() {
    Notification told = Told.told("a", 1, NotificationReason.OPENED);
    Delivery.Part part =
        new Delivery.Part(told.groupId(), 1, told.notificationId(), told.reason(), told.at());
    Delivery.Part update = new Delivery.Part(told.groupId(), 2, null, null, told.at());
    for (Delivery.Status status : Delivery.Status.values()) {
      for (Delivery.Form form : Delivery.Form.values()) {
        assertThat(
                Schemas.faults(
                    "delivery.schema.json",
                    new Delivery(
                        told.notificationId(),
                        "default",
                        "ops",
                        form,
                        status,
                        1,
                        List.of(part, update),
                        503,
                        "HTTP 503",
                        40,
                        "m1",
                        told.elsewhere("mail"),
                        T0)))
            .isEmpty();
      }
    }
  }

  @Test
  void deadLettersAreAsTheirSchemaSays() {
    for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
      assertThat(
              Schemas.faults(
                  "dead-letter.schema.json",
                  new DeadLetter("t", 1, 2, "default", "sentry", reason, "detail", "{", T0)))
          .isEmpty();
    }
    assertThat(
            Schemas.faults(
                "dead-letter.schema.json",
                new DeadLetter("t", 0, 0, null, null, DeadLetter.Reason.EMPTY, "d", "", T0)))
        .isEmpty();
  }

  @Test
  void configRecordsAreAsTheirSchemaSays() {
    ObjectNode spec = Json.mapper().createObjectNode().put("source", "sentry");
    spec.putArray("secrets").add("env:SENTRY_SECRET");
    ConfigRecord.Metadata shop = new ConfigRecord.Metadata("default", "shop");
    ConfigRecord record = new ConfigRecord(Integration.KIND, shop, 1, 0, false, spec);

    assertThat(Integration.read(record).source()).isEqualTo("sentry");
    assertThat(Schemas.faults("config.schema.json", record)).isEmpty();
    assertThat(
            Schemas.faults(
                "config.schema.json", new ConfigRecord(Integration.KIND, shop, 2, 1, true, null)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source':'sentry'}",
        "{'source':'sentry','secrets':['plain text']}",
        "{'source':'sentry','keySha256':['abc']}",
        "{'source':'Sentry','secrets':['env:A']}",
        "{'source':'sentry','secrets':['env:A'],'secret':'x'}",
      })
  void anIntegrationThatCannotWorkIsRefused(String spec) {
    String record =
        "{'kind':'Integration','metadata':{'workspace':'default','name':'shop'},'version':1,"
            + "'baseVersion':0,'deleted':false,'spec':"
            + spec
            + "}";

    assertThat(Schemas.faults("config.schema.json", record.replace('\'', '"'))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input.schema.json",
        "command.schema.json",
        "alert-change.schema.json",
        "alert-group.schema.json",
        "dead-letter.schema.json",
        "config.schema.json",
        "integration.schema.json",
        "severity-rule.schema.json",
        "channel.schema.json",
        "routing-rule.schema.json",
        "silence.schema.json",
        "mute-timing.schema.json",
        "workspace.schema.json",
        "inhibit-rule.schema.json",
        "monitor.schema.json",
        "metric-window.schema.json",
        "slo.schema.json",
        "slo-window.schema.json",
        "delivery.schema.json"
      })
  void whatWeWriteHasNoFieldThatItsSchemaDoesNotKnow(String schema) {
    assertThat(Schemas.faults(schema, "{\"surprise\":1}"))
        .anyMatch(fault -> fault.contains("surprise"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'source':'app','title':'Down'}|true",
        "{'source':'app','title':'Down','severity':'fatal','extra':[1],'occurredAt':0}|true",
        "{'source':'app'}|false",
        "{'source':'app','title':'Down','status':'odd'}|false",
      })
  void foreignEventsNeedASourceAndATitle(String event, boolean valid) {
    assertThat(Schemas.faults("event.schema.json", event.replace('\'', '"')).isEmpty())
        .isEqualTo(valid);
  }

  @Test
  void theWordsOfTheSchemasAreTheConstantsOfTheDomain() {
    JsonNode words = Repository.yaml(Repository.text("schemas/common.schema.json")).get(0);

    assertWords(words.at("/$defs/type/enum"), EventType.values());
    assertWords(words.at("/$defs/severity/enum"), Severity.values());
    assertWords(words.at("/$defs/eventStatus/enum"), EventStatus.values());
    assertWords(words.at("/$defs/lifecycle/enum"), Lifecycle.values());
    assertWords(words.at("/$defs/groupStatus/enum"), GroupStatus.values());
    assertWords(words.at("/$defs/changeReason/enum"), ChangeReason.values());
    assertWords(words.at("/$defs/action/enum"), Action.values());
    assertWords(words.at("/$defs/refusal/enum"), Refusal.values());
    assertWords(words.at("/$defs/outcome/enum"), Outcome.values());
  }

  private static void assertWords(JsonNode words, Enum<?>[] constants) {
    assertThat(Repository.texts(words))
        .containsExactly(Arrays.stream(constants).map(WireName::of).toArray(String[]::new));
  }

  /** Every field set. */
  private static AlertEvent fullEvent() {
    return Events.build(
        Events.draft("a", "2", T0)
            .severity(Severity.CRITICAL)
            .expiresAt(T0.plusSeconds(60))
            .message("m")
            .file("Checkout.java")
            .line(42)
            .link("https://example.org/1")
            .tag("release", "1.2.3")
            .occurredAt("not a time"));
  }
}
