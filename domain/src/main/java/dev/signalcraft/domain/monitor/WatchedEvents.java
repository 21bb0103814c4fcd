// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.signalcraft.domain.grouping.Grouping;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Expression;
import dev.signalcraft.domain.routing.Facts;
import dev.signalcraft.domain.routing.Terms;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Events as monitors watch them: those that fire and are not stale, each a sample of the value 1 at
 * its log time, so that an old {@code occurredAt} moves no window.
 */
final class WatchedEvents {
  /** What the samples of all event monitors are called. */
  static final String METRIC = "events";

  private static final String MESSAGE = "message";
  private static final Expression.Asker ASKER = new Expression.Asker(variables());

  private WatchedEvents() {}

  private static Map<String, CelType> variables() {
    Map<String, CelType> variables = new HashMap<>();
    for (String field : Facts.FIELDS) {
      variables.put(field, SimpleType.STRING);
    }
    variables.put(MESSAGE, SimpleType.STRING);
    return variables;
  }

  /** A question about an event: what routing may ask of it, and its message. */
  static Expression ask(String text) {
    return ASKER.ask(text);
  }

  /** Whether an event that came at this log time counts anywhere. */
  static boolean counts(AlertEvent event, long logTime) {
    return event.status() == EventStatus.FIRING && !Grouping.isStale(event, logTime);
  }

  /** Whether a question holds for an event. */
  static boolean holds(Expression when, AlertEvent event) {
    for (Terms.Term term : when.terms()) {
      // Comparing texts is much cheaper than asking.
      if (!text(event, term.field()).equals(term.text())) {
        return false;
      }
    }
    return when.holds(
        name -> name.equals("tags") ? Expression.total(event.tags()) : text(event, name));
  }

  /** The text of a fact by its name in a question or in groupBy; empty where there is none. */
  static String text(AlertEvent event, String name) {
    String tag = Select.tag(name);
    if (tag != null) {
      return event.tags().getOrDefault(tag, "");
    }
    return switch (name) {
      case "source" -> event.source();
      case "project" -> event.project();
      case "environment" -> event.environment();
      case "fingerprint" -> event.fingerprint();
      case "type" -> WireName.of(event.type());
      case "severity" -> WireName.of(event.severity());
      case "lifecycle" -> WireName.of(event.lifecycle());
      case "title" -> event.title();
      case MESSAGE -> {
        String message = event.message();
        yield message == null ? "" : message;
      }
      default -> "";
    };
  }

  /** An event that counts; the worst of them show their titles and tags. */
  static MetricSample sample(AlertEvent event, long logTime) {
    Map<String, String> tags = new HashMap<>(event.tags());
    tags.put(WorstSample.TITLE, event.title());
    return new MetricSample(
        event.workspace(),
        event.project(),
        event.environment(),
        METRIC,
        1,
        null,
        MetricSample.Outcome.NONE,
        Instant.ofEpochMilli(logTime),
        tags);
  }
}
