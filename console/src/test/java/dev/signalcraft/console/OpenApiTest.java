// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalcraft.console.config.ConfigContract;
import dev.signalcraft.console.config.ConfigDocuments;
import dev.signalcraft.console.database.Awaited;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.console.delivery.ChannelTestContract;
import dev.signalcraft.console.grouping.AlertGroupContract;
import dev.signalcraft.console.http.Metrics;
import dev.signalcraft.console.http.Problem;
import dev.signalcraft.console.kafka.TopicWriter;
import dev.signalcraft.console.replay.ReplayContract;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.MetricRange;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.RuleDifferences;
import dev.signalcraft.domain.routing.Clause;
import dev.signalcraft.domain.routing.Explanation;
import dev.signalcraft.domain.routing.Facts;
import dev.signalcraft.domain.routing.Trial;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/openapi/console.yaml to what the code does. */
class OpenApiTest {
  private static final JsonNode API = read();

  private static JsonNode read() {
    try {
      return new YAMLMapper().readTree(Path.of("../docs/openapi/console.yaml").toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itsPathsAreTheRoutes() {
    Properties nobody = new Properties();
    nobody.setProperty("bootstrap.servers", TestConsole.NO_KAFKA);
    try (Metrics metrics = new Metrics();
        Database none =
            new Database("jdbc:postgresql://localhost:1/x", "x", "x", metrics.registry());
        TopicWriter topics = new TopicWriter(nobody);
        Awaited awaited = new Awaited()) {
      assertThat(operations().keySet())
          .containsExactlyInAnyOrderElementsOf(
              Console.routes(
                      TestConsole.settings("jdbc:postgresql://localhost:1/x", Path.of("none")),
                      none,
                      topics,
                      new ConfigDocuments(),
                      awaited,
                      metrics,
                      Runnable::run)
                  .stream()
                  .map(route -> route.method().name() + " " + route.path())
                  .toList());
    }
  }

  /** Every operation by its method and path. */
  private static Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new HashMap<>();
    API.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(operation -> !operation.getKey().equals("parameters"))
                    .forEach(
                        operation ->
                            operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())));
    return operations;
  }

  @Test
  void everyRouteOfTheApiNeedsATokenAndNoOther() {
    operations()
        .forEach(
            (name, operation) ->
                assertThat(operation.has("security")).as(name).isEqualTo(!name.contains(" /api/")));
    assertThat(API.get("security").get(0).has("token")).isTrue();
  }

  @Test
  void itsParametersAreThoseThatAreRead() {
    JsonNode parameters = API.at("/paths/~1api~1v1~1alert-groups/get/parameters");
    List<String> names = new ArrayList<>();
    parameters.forEach(parameter -> names.add(parameter.get("name").asText()));
    assertThat(names).containsExactlyInAnyOrderElementsOf(AlertGroupContract.parameters());
    assertThat(texts(schema(parameters, "sort").get("enum"))).isEqualTo(AlertGroupContract.sorts());
    assertThat(schema(parameters, "sort").get("default").asText())
        .isEqualTo(AlertGroupContract.defaultSort());
    assertThat(schema(parameters, "limit").get("maximum").asInt())
        .isEqualTo(AlertGroupContract.maxLimit());
    assertThat(schema(parameters, "limit").get("default").asInt())
        .isEqualTo(AlertGroupContract.defaultLimit());
    assertThat(texts(schema(parameters, "status").at("/items/enum")))
        .isEqualTo(words(GroupStatus.class));
    assertThat(texts(schema(parameters, "severity").at("/items/enum")))
        .isEqualTo(words(Severity.class));
  }

  @Test
  void itsSchemasAreTheRecords() {
    Map<String, Class<?>> records =
        Map.of(
            "AlertGroup",
            AlertGroup.class,
            "AlertEvent",
            AlertEvent.class,
            "Problem",
            Problem.class,
            "Fault",
            Problem.Fault.class,
            "AlertGroupPage",
            AlertGroupContract.page(),
            "Command",
            Command.class,
            "CommandAccepted",
            AlertGroupContract.accepted(),
            "CommandEffect",
            AlertGroupContract.effect());
    records.forEach((name, record) -> hasComponents(name, record, List.of()));
    hasComponents("Change", GroupChange.class, List.of("at"));
    hasComponents("ConfigDocument", ConfigContract.document(), List.of());
    hasComponents("ConfigPage", ConfigContract.page(), List.of());
    hasComponents("Explanation", Explanation.class, List.of());
    hasComponents("Facts", Facts.class, List.of());
    hasComponents("Trial", Trial.class, List.of());
    hasComponents("Clause", Clause.class, List.of());
    hasComponents("Told", Explanation.Told.class, List.of());
    hasComponents("Escalated", Explanation.Escalated.class, List.of());
    hasComponents("Windows", Explanation.Windows.class, List.of());
    hasComponents("ReplayStatus", ReplayContract.status(), List.of());
    hasComponents("ReplayTotals", ReplayContract.totals(), List.of());
    hasComponents("RuleDifferences", RuleDifferences.class, List.of());
    hasComponents("ReplayPage", ReplayContract.page(), List.of());
    hasComponents("ReplayDecisionPage", ReplayContract.decisionPage(), List.of());
    hasComponents("ReplayDecision", Difference.class, List.of());
    hasComponents("ChannelTest", ChannelTestContract.test(), List.of());
    hasComponents("MetricRange", MetricRange.class, List.of());
  }

  @Test
  void whatAReplayIsAskedIsWhatIsRead() {
    JsonNode fields = API.at("/components/schemas/ReplayRequest/properties");
    assertThat(names(fields)).containsExactlyInAnyOrderElementsOf(ReplayContract.fields());
    assertThat(fields.at("/with/maxItems").asInt()).isEqualTo(ReplayContract.maxDocuments());
    JsonNode parameters = API.at("/paths/~1api~1v1~1replays~1{replayId}~1decisions/get/parameters");
    List<String> names = new ArrayList<>();
    parameters.forEach(parameter -> names.add(parameter.path("name").asText()));
    names.remove("");
    assertThat(names).containsExactlyInAnyOrderElementsOf(ReplayContract.decisionParameters());
    JsonNode limits = API.at("/paths/~1api~1v1~1replays/get/parameters");
    for (JsonNode limited : List.of(parameters, limits)) {
      assertThat(schema(limited, "limit").get("maximum").asInt())
          .isEqualTo(ReplayContract.maxLimit());
      assertThat(schema(limited, "limit").get("default").asInt())
          .isEqualTo(ReplayContract.defaultLimit());
    }
  }

  @Test
  void itsKindsAreThoseOfTheDomain() {
    assertThat(texts(API.at("/components/schemas/Kind/enum")))
        .isEqualTo(Arrays.stream(Kind.values()).map(Kind::wireName).toList());
  }

  @Test
  void itsActionsAndTheirFieldsAreThoseThatAreTaken() {
    assertThat(texts(API.at("/components/schemas/ActionPath/enum")))
        .isEqualTo(AlertGroupContract.actions());
    assertThat(names(API.at("/components/schemas/CommandRequest/properties")))
        .isEqualTo(AlertGroupContract.commandFields());
    JsonNode fields = API.at("/components/schemas/CommandRequest/properties");
    assertThat(fields.at("/text/maxLength").asInt()).isEqualTo(Command.MAX_TEXT);
    assertThat(fields.at("/assignee/maxLength").asInt()).isEqualTo(Command.MAX_NAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GroupStatus",
        "Severity",
        "Outcome",
        "Refusal",
        "action",
        "state",
        "reason",
        "type",
        "lifecycle",
        "event status",
        "outcome of a trial",
        "verdict",
        "join",
        "state of a replay",
        "difference",
        "status of a test"
      })
  void itsWordsAreTheEnums(String which) {
    JsonNode schemas = API.at("/components/schemas");
    String event = "/AlertEvent/properties/";
    Map<String, Map.Entry<String, Class<? extends Enum<?>>>> places =
        Map.ofEntries(
            Map.entry("GroupStatus", Map.entry("/GroupStatus", GroupStatus.class)),
            Map.entry("Severity", Map.entry("/Severity", Severity.class)),
            Map.entry("Outcome", Map.entry("/Outcome", Outcome.class)),
            Map.entry("Refusal", Map.entry("/Refusal", Refusal.class)),
            Map.entry("action", Map.entry("/Command/properties/action", Action.class)),
            Map.entry("reason", Map.entry("/Change/properties/reason", ChangeReason.class)),
            Map.entry("type", Map.entry(event + "type", EventType.class)),
            Map.entry("lifecycle", Map.entry(event + "lifecycle", Lifecycle.class)),
            Map.entry("event status", Map.entry(event + "status", EventStatus.class)),
            Map.entry(
                "outcome of a trial", Map.entry("/Trial/properties/outcome", Trial.Outcome.class)),
            Map.entry("verdict", Map.entry("/Clause/properties/verdict", Clause.Verdict.class)),
            Map.entry("join", Map.entry("/Clause/properties/join", Clause.Join.class)),
            Map.entry(
                "state of a replay",
                Map.entry("/ReplayStatus/properties/state", ReplayContract.states())),
            Map.entry(
                "status of a test",
                Map.entry("/ChannelTest/properties/status", ChannelTestContract.statuses())),
            Map.entry("difference", Map.entry("/DifferenceKind", Difference.Kind.class)),
            Map.entry(
                "state",
                Map.entry("/CommandEffect/properties/state", AlertGroupContract.effectStates())));
    var place = places.get(which);
    assertThat(texts(schemas.at(place.getKey() + "/enum"))).isEqualTo(words(place.getValue()));
  }

  private static void hasComponents(String name, Class<?> record, List<String> more) {
    JsonNode schema = API.at("/components/schemas/" + name);
    Set<String> all = new HashSet<>(more);
    Set<String> required = new HashSet<>(more);
    for (RecordComponent component : record.getRecordComponents()) {
      all.add(component.getName());
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(component.getName());
      }
    }
    assertThat(names(schema.get("properties"))).as(name).isEqualTo(all);
    assertThat(new HashSet<>(texts(schema.path("required")))).as(name).isEqualTo(required);
  }

  private static JsonNode schema(JsonNode parameters, String name) {
    for (JsonNode parameter : parameters) {
      if (parameter.path("name").asText().equals(name)) {
        return parameter.get("schema");
      }
    }
    throw new AssertionError("no parameter " + name);
  }

  private static List<String> words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(WireName::of).toList();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
