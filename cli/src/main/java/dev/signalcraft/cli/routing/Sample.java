// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Ingest;
import dev.signalcraft.domain.ingest.Ingested;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Rulebook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An alert in a file, read as IngestJob reads it.
 *
 * @param json as foreign producers write it
 */
record Sample(AlertEvent event, JsonNode json) {
  private static final long MAX_BYTES = 1 << 20;

  /** What a webhook of Sentry is about, by the field of its data, the most telling first. */
  private static final List<Map.Entry<String, String>> RESOURCES =
      List.of(
          Map.entry("metric_alert", "metric_alert"),
          Map.entry("error", "error"),
          Map.entry("event", "event_alert"),
          Map.entry("issue", "issue"));

  /** Whose form a sample has. */
  enum Source {
    EVENTS,
    SENTRY;

    @Override
    public String toString() {
      return this == EVENTS ? "events" : "sentry";
    }
  }

  /**
   * Reads a file, completed as its workspace says.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  static Sample read(Path file, Source source, Instant at, Rulebook rules) {
    byte[] bytes = bytes(file);
    Ingested read = ingested(bytes, source, at, new Rulebook().settings(""));
    if (!read.events().isEmpty()) {
      String workspace = read.events().get(0).workspace();
      read = ingested(bytes, source, at, rules.settings(workspace));
    }
    DeadLetter fault = read.deadLetter();
    if (fault != null) {
      throw new IllegalArgumentException(file + ": " + fault.detail());
    }
    if (read.events().isEmpty()) {
      throw new IllegalArgumentException(file + ": is a message that changes no alert");
    }
    AlertEvent event = read.events().get(0);
    return new Sample(event, json(bytes, source, event));
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      // Told below.
    }
    throw new IllegalArgumentException(file + ": is no file that can be read, of 1 MiB at most");
  }

  private static Ingested ingested(
      byte[] bytes, Source source, Instant at, ConfigHistory<Workspace> workspaces) {
    Topic topic = source == Source.EVENTS ? Topic.EVENTS : Topic.WEBHOOKS;
    Map<String, String> headers = source == Source.EVENTS ? Map.of() : headers(bytes);
    RawRecord raw = new RawRecord(topic.topicName(), 0, 0, at.toEpochMilli(), headers, null, bytes);
    return new Ingest(new ConfigHistory<>(Integration.KIND, Integration::read), workspaces)
        .read(raw);
  }

  /** As the gateway writes them; which resource it is stands in a header that a file has not. */
  private static Map<String, String> headers(byte[] bytes) {
    Map<String, String> headers = new HashMap<>();
    headers.put("workspace", "default");
    headers.put("source", "sentry");
    headers.put("integration", "sample");
    try {
      JsonNode data = Json.mapper().readTree(bytes).path("data");
      for (Map.Entry<String, String> resource : RESOURCES) {
        if (data.has(resource.getKey())) {
          headers.putIfAbsent("sentry-hook-resource", resource.getValue());
        }
      }
    } catch (IOException e) {
      // The reader says where.
    }
    return headers;
  }

  private static JsonNode json(byte[] bytes, Source source, AlertEvent event) {
    try {
      if (source == Source.EVENTS) {
        return Json.mapper().readTree(bytes);
      }
      ObjectNode plain = Json.mapper().valueToTree(event);
      return plain.without(List.of("eventId", "workspace", "receivedAt"));
    } catch (IOException e) {
      throw new IllegalStateException("it was read before", e);
    }
  }
}
