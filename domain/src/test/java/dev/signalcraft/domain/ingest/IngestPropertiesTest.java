// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.GroupKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every record, however it was made. */
class IngestPropertiesTest {
  private static final List<String> RESOURCES =
      List.of("issue", "event_alert", "metric_alert", "error", "comment", "");

  private final Ingest ingest =
      new Ingest(
          new ConfigHistory<>(Integration.KIND, Integration::read),
          new ConfigHistory<>(Workspace.KIND, Workspace::read));

  @Property(tries = 2_000)
  void anyBytesAreReadOrParked(@ForAll byte[] body, @ForAll("resources") String resource) {
    check(ingest.read(webhook(resource, body)));
    check(ingest.read(IngestTest.event(body)));
  }

  /** A good delivery, a few places of which were replaced by any JSON. */
  @Property(tries = 4_000)
  void anyJsonIsReadOrParked(@ForAll("resources") String resource, @ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode body = delivery(resource, random.nextInt(4));
    for (int i = 0; i <= random.nextInt(4); i++) {
      mutate(body, random);
    }
    check(ingest.read(webhook(resource, body.toString().getBytes(UTF_8))));
    JsonNode inner = body.path("data").path("event");
    check(ingest.read(IngestTest.event(inner.toString().getBytes(UTF_8))));
  }

  @Property(tries = 500)
  void theOrderOfKeysChangesNeitherIdNorGroup(
      @ForAll("resources") String resource, @ForAll long seed) {
    ObjectNode body = delivery(resource, 3);
    body.findParents("event_id").forEach(event -> ((ObjectNode) event).remove("event_id"));
    ObjectNode manyTags = body.objectNode();
    for (int i = 0; i < 40; i++) {
      manyTags.put("tag-" + i, i);
    }
    body.findParents("tags").forEach(event -> ((ObjectNode) event).set("tags", manyTags));
    JsonNode shuffled = shuffled(body, new Random(seed));

    List<AlertEvent> one = read(resource, body);
    List<AlertEvent> two = read(resource, shuffled);
    assertThat(two).isEqualTo(one);
    assertThat(two.stream().map(GroupKey::of)).isEqualTo(one.stream().map(GroupKey::of).toList());
  }

  @Provide
  Arbitrary<String> resources() {
    return Arbitraries.of(RESOURCES);
  }

  private List<AlertEvent> read(String resource, JsonNode body) {
    return ingest.read(webhook(resource, body.toString().getBytes(UTF_8))).events();
  }

  private static void check(Ingested ingested) {
    DeadLetter dead = ingested.deadLetter();
    if (dead != null) {
      assertThat(ingested.events()).isEmpty();
      assertThat(dead.detail()).doesNotContain("the reader failed");
    }
    for (AlertEvent event : ingested.events()) {
      assertThat(GroupKey.isValid(event.eventId())).isTrue();
      assertThat(event.toString()).doesNotContain("\0");
    }
  }

  private static RawRecord webhook(String resource, byte[] body) {
    Map<String, String> route =
        Map.of("workspace", "acme", "source", "sentry", "integration", "web");
    Map<String, String> headers = new java.util.HashMap<>(route);
    if (!resource.isEmpty()) {
      headers.put("sentry-hook-resource", resource);
    }
    return IngestTest.webhook(headers, body);
  }

  private static ObjectNode delivery(String resource, int choice) {
    return switch (resource) {
      case "issue" -> Sentry.issue(List.of("created", "unresolved", "resolved", "x").get(choice));
      case "metric_alert" ->
          Sentry.metricAlert(List.of("critical", "warning", "resolved", "open").get(choice));
      case "error" -> Sentry.error();
      case "" -> Sentry.legacy();
      default -> Sentry.eventAlert();
    };
  }

  private static void mutate(JsonNode node, Random random) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(3) > 0 && object.get(name).isContainerNode()) {
        mutate(object.get(name), random);
      } else {
        object.set(name, anything(random, 0));
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), anything(random, 0));
    }
  }

  private static JsonNode anything(Random random, int depth) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 3 ? 8 : 10)) {
      case 0 -> json.nullNode();
      case 1 -> json.booleanNode(random.nextBoolean());
      case 2 -> json.numberNode(random.nextLong());
      case 3 -> json.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(300)));
      case 4 -> json.numberNode(new java.math.BigInteger(190, random));
      case 5 -> json.textNode("");
      case 6 -> json.textNode("\0\ud800 https://x/projects/" + random.nextInt());
      case 7 -> json.textNode(String.valueOf((char) random.nextInt(0x10000)).repeat(600));
      case 8 -> json.arrayNode().add(anything(random, depth + 1)).add(anything(random, depth + 1));
      default ->
          json.objectNode()
              .<ObjectNode>set("key", anything(random, depth + 1))
              .set("values", anything(random, depth + 1));
    };
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      ObjectNode result = object.objectNode();
      names.forEach(name -> result.set(name, shuffled(object.get(name), random)));
      return result;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = array.arrayNode();
      array.forEach(item -> result.add(shuffled(item, random)));
      return result;
    }
    return node;
  }
}
