// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.StatusChange;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A send as events of PagerDuty's Events API v2. The group id is the {@code dedup_key}, so that
 * each of them may be sent again.
 */
public final class PagerDutyEvent {
  /** What opens a group again that somebody had, without telling anybody by itself. */
  private static final Set<ChangeReason> BACK =
      EnumSet.of(
          ChangeReason.UNACKNOWLEDGED, ChangeReason.ACK_TIMED_OUT, ChangeReason.SNOOZE_ENDED);

  private static final int MAX_SUMMARY = 1_024;
  private static final int MAX_LISTED = 200;

  private PagerDutyEvent() {}

  /**
   * The events, those of one {@code dedup_key} in this order; none where an incident stays as it
   * is. Of a digest one event holds what fires, and each group that is over is resolved by its own.
   * A test opens an incident and ends it. What was acknowledged or snoozed and fires again is a new
   * incident in the place of the old one.
   *
   * @throws IllegalArgumentException when it is a change that carries no group
   */
  public static List<ObjectNode> of(Send send, String routingKey) {
    Facts facts = new Facts(send);
    AlertGroup group = facts.group();
    Notification told = facts.told();
    if (facts.isDigest()) {
      return digest(facts, routingKey);
    }
    if (told != null && told.reason() == NotificationReason.TEST) {
      return List.of(trigger(facts, routingKey), event("resolve", group.groupId(), routingKey));
    }
    if (told != null && !Wording.fires(told.reason())) {
      return List.of(follow("resolve", told, routingKey));
    }
    if (told != null) {
      List<ObjectNode> events = new ArrayList<>();
      if (isQuiet(told)) {
        events.add(event("resolve", group.groupId(), routingKey));
      }
      events.add(trigger(facts, routingKey));
      if (group.status() == GroupStatus.ACKNOWLEDGED || group.status() == GroupStatus.SNOOZED) {
        // What waited until somebody had it is not followed by a change that says so.
        events.add(follow("acknowledge", facts, routingKey));
      }
      return events;
    }
    return switch (group.status()) {
      case OPEN -> List.of();
      case ACKNOWLEDGED, SNOOZED ->
          facts.change() == null ? List.of() : List.of(follow("acknowledge", facts, routingKey));
      case RESOLVED -> List.of(follow("resolve", facts, routingKey));
    };
  }

  /** Whether its incident is acknowledged: one more trigger would page nobody. */
  private static boolean isQuiet(Notification told) {
    GroupStatus before = told.statusBefore();
    StatusChange since = told.group().statusChange();
    boolean openAgain =
        told.group().status() == GroupStatus.OPEN && since != null && BACK.contains(since.reason());
    return !told.first()
        && (before == GroupStatus.ACKNOWLEDGED || before == GroupStatus.SNOOZED || openAgain);
  }

  private static List<ObjectNode> digest(Facts facts, String routingKey) {
    List<Notification> firing = new ArrayList<>();
    Map<String, Notification> over = new LinkedHashMap<>();
    for (Notification told : facts.send().told()) {
      if (Wording.fires(told.reason())) {
        firing.add(told);
        over.remove(told.groupId());
      } else {
        firing.removeIf(before -> before.groupId().equals(told.groupId()));
        over.put(told.groupId(), told);
      }
    }
    List<ObjectNode> events = new ArrayList<>();
    over.values().forEach(told -> events.add(follow("resolve", told, routingKey)));
    if (!firing.isEmpty()) {
      ObjectNode event = event("trigger", "digest-" + oldest(facts.send()), routingKey);
      ObjectNode payload = payload(event, facts.severity(), facts.at(), facts.summary());
      payload.put("source", "signalcraft/" + facts.send().workspace());
      ArrayNode listed = payload.putObject("custom_details").putArray("alerts");
      DigestText.lines(firing, MAX_LISTED).forEach(listed::add);
      events.add(event);
    }
    return events;
  }

  /** Whatever joins a digest before it is tried again, this one stays. */
  private static String oldest(Send send) {
    return Collections.min(
            send.told(),
            Comparator.comparing(Notification::at).thenComparing(Notification::notificationId))
        .notificationId();
  }

  private static ObjectNode trigger(Facts facts, String routingKey) {
    AlertGroup group = facts.group();
    ObjectNode event = event("trigger", group.groupId(), routingKey);
    ObjectNode payload = payload(event, facts.severity(), facts.at(), group.title());
    payload.put("source", group.project() + "/" + group.environment());
    payload.put("component", group.project());
    payload.put("group", group.environment());
    payload.put("class", WireName.of(group.type()));
    ObjectNode details = payload.putObject("custom_details");
    details.put("reason", facts.summary());
    details.put("state", Wording.state(group));
    details.put("count", group.count());
    details.put("firstSeen", WireTime.format(group.firstSeen()));
    details.put("lastSeen", WireTime.format(group.lastSeen()));
    details.put("rule", facts.value("rule"));
    put(details, "message", group.message());
    put(details, "runbook", group.runbook());
    put(details, "assignee", group.assignee());
    details.set("tags", Json.mapper().valueToTree(group.tags()));
    ArrayNode links = event.putArray("links");
    link(links, group.runbook(), "Runbook");
    link(links, group.link(), "Source");
    return event;
  }

  private static ObjectNode event(String action, String dedupKey, String routingKey) {
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("routing_key", routingKey);
    event.put("event_action", action);
    event.put("dedup_key", dedupKey);
    event.put("client", "Signalcraft");
    return event;
  }

  private static ObjectNode follow(String action, Facts facts, String routingKey) {
    AlertGroup group = facts.group();
    return follow(action, group, Wording.state(group), facts.since(), routingKey);
  }

  private static ObjectNode follow(String action, Notification told, String routingKey) {
    return follow(action, told.group(), Wording.reason(told), told.at(), routingKey);
  }

  /** What becomes of an incident, and who did it. */
  private static ObjectNode follow(
      String action, AlertGroup group, String what, Instant at, String routingKey) {
    ObjectNode event = event(action, group.groupId(), routingKey);
    payload(event, group.severity(), at, what + ": " + group.title())
        .put("source", group.project() + "/" + group.environment());
    return event;
  }

  private static ObjectNode payload(
      ObjectNode event, Severity severity, Instant at, String summary) {
    ObjectNode payload = event.putObject("payload");
    payload.put("summary", Text.bounded(summary, MAX_SUMMARY));
    payload.put("severity", severity(severity));
    payload.put("timestamp", WireTime.format(at));
    return payload;
  }

  private static String severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "critical";
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "info";
    };
  }

  private static void put(ObjectNode details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, value);
    }
  }

  private static void link(ArrayNode links, @Nullable String href, String text) {
    if (href != null && href.matches("https?://\\S+")) {
      links.addObject().put("href", href).put("text", text);
    }
  }
}
