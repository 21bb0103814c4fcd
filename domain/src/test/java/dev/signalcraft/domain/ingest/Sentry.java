// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deliveries of the shape that Sentry sends, to be changed by a test. */
public final class Sentry {
  private Sentry() {}

  /** The triggering of an issue alert. */
  public static ObjectNode eventAlert() {
    return json(
        """
        {"action": "triggered", "installation": {"uuid": "a8e5d37a"},
         "actor": {"type": "application", "id": "sentry", "name": "Sentry"},
         "data": {"triggered_rule": "Pages on call", "event": {
           "event_id": "f00dfeed0001", "issue_id": "9001", "title": "KeyError: 'basket'",
           "culprit": "shop.basket in total", "level": "error", "platform": "python",
           "project": 7, "timestamp": 1772409600.25, "message": "",
           "metadata": {"type": "KeyError", "value": "'basket'", "filename": "shop/basket.py"},
           "tags": [["environment", "staging"], ["release", "shop@4.1"], ["empty", null]],
           "fingerprint": ["{{ default }}"], "hashes": ["c0ffee"],
           "url": "https://sentry.example/api/0/projects/acme/storefront/events/f00dfeed0001/",
           "web_url": "https://sentry.example/organizations/acme/issues/9001/events/f00dfeed0001/",
           "issue_url": "https://sentry.example/api/0/projects/acme/storefront/issues/9001/"}}}
        """);
  }

  /** A change of an issue. */
  public static ObjectNode issue(String action) {
    ObjectNode body =
        json(
            """
            {"action": "", "installation": {"uuid": "a8e5d37a"}, "actor": {"type": "user", "id": 3},
             "data": {"issue": {"id": "9001", "shortId": "SHOP-1", "title": "KeyError: 'basket'",
               "culprit": "shop.basket in total", "level": "fatal", "status": "unresolved",
               "substatus": "new", "count": "12", "userCount": 0,
               "firstSeen": "2026-03-01T23:59:00Z", "lastSeen": "2026-03-01T23:59:30Z",
               "project": {"id": "7", "slug": "storefront", "name": "Storefront"},
               "metadata": {"value": "'basket'"}, "permalink": null}}}
            """);
    return body.put("action", action);
  }

  /** A step of a metric alert. */
  public static ObjectNode metricAlert(String action) {
    ObjectNode body =
        json(
            """
            {"action": "", "installation": {"uuid": "a8e5d37a"},
             "data": {"description_title": "Critical: Slow checkout",
               "description_text": "2300 in the last 5 minutes",
               "web_url": "https://sentry.example/organizations/acme/alerts/rules/44/",
               "metric_alert": {"id": "501", "identifier": "12", "title": "Slow checkout",
                 "status": 20, "date_started": "2026-03-01T23:50:00Z",
                 "date_detected": "2026-03-01T23:55:00Z", "date_closed": null,
                 "projects": ["storefront", "api"],
                 "alert_rule": {"id": "44", "name": "Slow checkout", "environment": "production",
                   "aggregate": "count()", "query": "level:error"}}}}
            """);
    return body.put("action", action);
  }

  /** A new occurrence, told without an alert rule. */
  public static ObjectNode error() {
    ObjectNode alert = eventAlert();
    ObjectNode body = Json.mapper().createObjectNode().put("action", "created");
    body.putObject("data").set("error", alert.at("/data/event"));
    return body;
  }

  /** What the plugin of old sends. */
  public static ObjectNode legacy() {
    return json(
        """
        {"id": "9001", "project": "storefront", "project_name": "Storefront",
         "project_slug": "storefront", "logger": "python", "level": "warning",
         "culprit": "total at basket.py:88", "message": "basket is empty",
         "url": "https://sentry.example/acme/storefront/issues/9001/", "triggering_rules": [],
         "event": {"event_id": "f00dfeed0002", "title": "Empty basket", "environment": "qa",
           "timestamp": 1772409600.5, "tags": [["release", "shop@4.1"]]}}
        """);
  }

  /** The object at a pointer, to change it. */
  static ObjectNode at(JsonNode body, String pointer) {
    return (ObjectNode) body.at(pointer);
  }

  /** Reads JSON that is known to be an object. */
  public static ObjectNode json(String text) {
    try {
      return (ObjectNode) Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** A delivery at T0 of an integration for production and staging. */
  static Webhook delivery(String resource, JsonNode body, String... headers) {
    Map<String, String> all = new TreeMap<>();
    if (!resource.isEmpty()) {
      all.put("sentry-hook-resource", resource);
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    return new Webhook(
        "default",
        Workspace.DEFAULT,
        List.of("production", "staging"),
        all,
        Events.T0.toEpochMilli(),
        body);
  }

  /** The only event of a delivery. */
  static AlertEvent only(String resource, JsonNode body, String... headers) throws Rejection {
    List<AlertEvent> events = SentryAdapter.read(delivery(resource, body, headers));
    if (events.size() != 1) {
      throw new AssertionError(events);
    }
    return events.get(0);
  }
}
