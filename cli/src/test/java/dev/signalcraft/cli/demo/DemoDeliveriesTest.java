// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Ingest;
import dev.signalcraft.domain.ingest.Ingested;
import dev.signalcraft.domain.ingest.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoDeliveriesTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final int MANY = 2_000;

  @Test
  void everyDeliveryIsOneThatIsUnderstood() {
    for (DemoDeliveries.Delivery delivery : deliveries(1)) {
      assertThat(read(delivery).deadLetter()).as(delivery.body()).isNull();
      assertThat(read(delivery).events()).as(delivery.body()).isNotEmpty();
    }
  }

  @Test
  void theEventsOfOtherSourcesAreUnderstoodToo() {
    DemoEvents source = new DemoEvents(1, NOW);
    Set<String> sources = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      byte[] value = source.next().getBytes(StandardCharsets.UTF_8);
      Ingested read =
          ingest().read(new RawRecord(Topic.EVENTS.topicName(), 0, i, NOW, Map.of(), null, value));
      assertThat(read.deadLetter()).isNull();
      sources.add(read.events().get(0).source());
    }
    assertThat(sources).containsExactlyInAnyOrder("scheduler", "hosts");
  }

  @Test
  void theMixHasDuplicatesAndSkewAndEndings() {
    Set<String> ids = new HashSet<>();
    List<AlertEvent> events = new ArrayList<>();
    int repeated = 0;
    for (DemoDeliveries.Delivery delivery : deliveries(1)) {
      for (AlertEvent event : read(delivery).events()) {
        events.add(event);
        repeated += ids.add(event.eventId()) ? 0 : 1;
      }
    }
    assertThat(repeated).isBetween(MANY / 25, MANY / 4);
    Map<String, Long> byProblem =
        events.stream()
            .filter(event -> event.status() == EventStatus.FIRING)
            .collect(Collectors.groupingBy(AlertEvent::fingerprint, Collectors.counting()));
    assertThat(byProblem).hasSizeGreaterThanOrEqualTo(8);
    assertThat(byProblem.get("1000")).isGreaterThan(10 * byProblem.get("1006"));
    assertThat(events).anyMatch(event -> event.status() == EventStatus.RESOLVED);
    assertThat(events).map(AlertEvent::environment).contains("production", "staging");
  }

  @Test
  void theSameSeedMakesTheSameSequence() {
    assertThat(kinds(deliveries(7))).isEqualTo(kinds(deliveries(7)));
    assertThat(kinds(deliveries(7))).isNotEqualTo(kinds(deliveries(8)));
  }

  @Test
  void theSignatureIsTheHmacOverTheBodyInHex() {
    // RFC 4231, test case 2.
    assertThat(new Signature("Jefe").of("what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  private static List<String> kinds(List<DemoDeliveries.Delivery> deliveries) {
    return deliveries.stream().map(d -> d.resource() + read(d).events().get(0).title()).toList();
  }

  private static List<DemoDeliveries.Delivery> deliveries(long seed) {
    DemoDeliveries source = new DemoDeliveries(seed, NOW);
    List<DemoDeliveries.Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      deliveries.add(source.next());
    }
    return deliveries;
  }

  private static Ingested read(DemoDeliveries.Delivery delivery) {
    Map<String, String> headers =
        Map.of(
            "workspace", "default",
            "source", "sentry",
            "integration", "demo",
            "sentry-hook-resource", delivery.resource());
    byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
    return ingest().read(new RawRecord(Topic.WEBHOOKS.topicName(), 0, 0, NOW, headers, null, body));
  }

  private static Ingest ingest() {
    return new Ingest(
        new ConfigHistory<>(Integration.KIND, Integration::read),
        new ConfigHistory<>(Workspace.KIND, Workspace::read));
  }
}
