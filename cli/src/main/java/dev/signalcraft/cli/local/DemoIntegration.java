// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.gateway.config.Senders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The documents that let a first webhook and a first measurement in: {@code
 * Integration/default/demo}, for Sentry, and {@code Integration/default/demo-metrics}.
 */
final class DemoIntegration {
  static final String WORKSPACE = "default";
  static final String NAME = "demo";
  static final String METRICS_NAME = "demo-metrics";

  private static final String SOURCE = "sentry";

  private DemoIntegration() {}

  /** Where its webhooks go on the gateway. */
  static String path() {
    return "/webhooks/" + SOURCE + "/" + WORKSPACE + "." + NAME;
  }

  /**
   * Writes their first versions. Where there is one already, the log keeps that and passes over
   * this: its base is no longer current.
   */
  static void publish(String bootstrapServers, Credentials credentials)
      throws InterruptedException, ExecutionException {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.ACKS_CONFIG,
            "all");
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (ConfigRecord document : List.of(document(credentials), metrics(credentials))) {
        byte[] value = Json.mapper().writeValueAsBytes(document);
        producer.send(new ProducerRecord<>(Topic.CONFIG.topicName(), document.key(), value)).get();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document of ours is JSON", e);
    }
  }

  static ConfigRecord document(Credentials credentials) {
    String sealed =
        new Secrets(credentials.keyset(), Map.of())
            .seal(
                credentials.demoSecret(), WORKSPACE, Integration.KIND, NAME, Senders.SECRET_FIELD);
    ObjectNode spec = Json.mapper().createObjectNode();
    spec.put("source", SOURCE);
    spec.putArray("secrets").add(sealed);
    spec.putArray("keySha256").add(sha256(credentials.demoSecret()));
    spec.putArray("environments").add("production").add("staging");
    return first(NAME, spec);
  }

  static ConfigRecord metrics(Credentials credentials) {
    ObjectNode spec = Json.mapper().createObjectNode();
    spec.put("source", Sources.METRICS);
    spec.putArray("keySha256").add(sha256(credentials.demoKey()));
    return first(METRICS_NAME, spec);
  }

  private static ConfigRecord first(String name, ObjectNode spec) {
    return new ConfigRecord(
        Integration.KIND, new ConfigRecord.Metadata(WORKSPACE, name), 1, 0, false, spec);
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
