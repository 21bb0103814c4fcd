// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.routing.Notification;

/**
 * The JSON that a webhook takes: {@code {"type": "alert.opened", "timestamp": …, "data":
 * {"notification": {…}, "group": {…}}}}; of a digest {@code alert.digest} with all its {@code
 * notifications}; of a change that nobody is told {@code alert.changed} with the {@code change}.
 */
public final class WebhookBody {
  private WebhookBody() {}

  /**
   * The body.
   *
   * @throws IllegalArgumentException when it is a change that carries no group
   */
  public static String of(Send send) {
    Facts facts = new Facts(send);
    if (send.channel().address() instanceof WebhookAddress webhook && webhook.body() != null) {
      return webhook.body().fill(facts::value);
    }
    ObjectNode body = Json.mapper().createObjectNode();
    Notification told = facts.told();
    body.put(
        "type",
        facts.isDigest()
            ? "alert.digest"
            : told == null ? "alert.changed" : "alert." + WireName.of(told.reason()));
    body.put("timestamp", WireTime.format(facts.at()));
    ObjectNode data = body.putObject("data");
    data.put("id", send.id());
    data.put("workspace", send.workspace());
    data.put("channel", send.channelName());
    data.put("summary", facts.summary());
    if (told != null) {
      data.set("notification", notification(told));
      data.set("group", Json.mapper().valueToTree(told.group()));
    } else if (facts.isDigest()) {
      data.put("severity", WireName.of(facts.severity()));
      ArrayNode all = data.putArray("notifications");
      send.told().forEach(one -> all.add(inShort(one)));
    } else {
      GroupChange change = facts.change();
      if (change != null) {
        data.set("change", Json.mapper().valueToTree(change));
      }
      data.set("group", Json.mapper().valueToTree(facts.group()));
    }
    return body.toString();
  }

  private static ObjectNode notification(Notification told) {
    ObjectNode notification = Json.mapper().valueToTree(told);
    notification.remove("group");
    return notification;
  }

  private static ObjectNode inShort(Notification told) {
    AlertGroup group = told.group();
    ObjectNode one = Json.mapper().createObjectNode();
    one.put("notificationId", told.notificationId());
    one.put("groupId", told.groupId());
    one.put("reason", WireName.of(told.reason()));
    one.put("at", WireTime.format(told.at()));
    one.put("severity", WireName.of(group.severity()));
    one.put("status", WireName.of(group.status()));
    one.put("title", group.title());
    one.put("project", group.project());
    one.put("environment", group.environment());
    one.put("count", group.count());
    one.put("rule", told.rule());
    if (told.mention() != null) {
      one.put("mention", told.mention());
    }
    if (group.link() != null) {
      one.put("link", group.link());
    }
    return one;
  }
}
