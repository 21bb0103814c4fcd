// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A send as arguments of Slack's methods, in Block Kit. Every part is bounded, so that the message
 * stays below Slack's limits and its buttons are always there; a {@code text} goes with the blocks.
 */
public final class SlackMessage {
  private static final int MAX_TITLE = 300;
  private static final int MAX_SUMMARY = 400;
  private static final int MAX_FIELD = 200;
  private static final int MAX_PLACE = 60;
  private static final int MAX_EXCERPT = 600;
  private static final int MAX_MENTIONS = 500;
  private static final int MAX_URL = 1_000;

  private final Facts facts;
  private final SlackAddress address;

  /**
   * The forms of a send to a channel of Slack.
   *
   * @throws IllegalArgumentException when it is a change that carries no group
   */
  public SlackMessage(Send send, SlackAddress address) {
    this.facts = new Facts(send);
    this.address = address;
  }

  /** The message of a group, or of a digest. */
  public ObjectNode message() {
    ObjectNode message = begun();
    ArrayNode blocks = message.putArray("blocks");
    if (facts.isDigest()) {
      SlackText.section(blocks, mentions() + "*" + facts.summary() + "*");
      SlackDigest.add(blocks, facts.send().told());
      return message;
    }
    AlertGroup group = facts.group();
    SlackText.section(blocks, "%s%s\n%s".formatted(mentions(), headline(group), state(group)));
    fields(blocks, group);
    if (group.message() != null && !group.message().isBlank()) {
      SlackText.section(blocks, SlackText.escaped(group.message(), MAX_EXCERPT));
    }
    context(blocks, group);
    buttons(blocks, group);
    return message;
  }

  /** What is said in the thread of the message that stands there. */
  public ObjectNode reply() {
    ObjectNode reply = begun();
    SlackText.section(
        reply.putArray("blocks"),
        "%s*%s*: %s".formatted(mentions(), text(facts.summary()), headline(facts.group())));
    return reply;
  }

  private ObjectNode begun() {
    ObjectNode message = Json.mapper().createObjectNode();
    message.put("channel", address.channel());
    String title = facts.isDigest() ? "" : title(facts.group());
    message.put(
        "text",
        "%s%s%s: %s"
            .formatted(mentions(), Wording.badge(facts.severity()), title, text(facts.summary())));
    message.put("unfurl_links", false);
    message.put("unfurl_media", false);
    ObjectNode metadata = message.putObject("metadata");
    metadata.put("event_type", "signalcraft_alert");
    ObjectNode payload = metadata.putObject("event_payload");
    payload.put("id", facts.send().id());
    if (!facts.isDigest()) {
      payload.put("group_id", facts.group().groupId());
    }
    return message;
  }

  private static String title(AlertGroup group) {
    return " · %s (%s/%s)"
        .formatted(
            SlackText.line(group.title(), MAX_TITLE),
            SlackText.line(group.project(), MAX_PLACE),
            SlackText.line(group.environment(), MAX_PLACE));
  }

  /** Whom the notification names, as Slack finds them; nobody else is ever called. */
  private String mentions() {
    StringBuilder called = new StringBuilder();
    for (String name : facts.mentions()) {
      String mention = mention(name);
      if (called.length() + mention.length() < MAX_MENTIONS) {
        called.append(mention).append(' ');
      }
    }
    return called.toString();
  }

  private String mention(String name) {
    // People have the same name with and without its sign.
    String id = address.mentions().get(name);
    id = id == null ? address.mentions().get("@" + name) : id;
    if (id != null) {
      return id.startsWith("S") ? "<!subteam^" + id + ">" : "<@" + id + ">";
    }
    return switch (name) {
      case "@here" -> "<!here>";
      case "@channel" -> "<!channel>";
      case "@everyone" -> "<!everyone>";
      default -> SlackText.line(name, MAX_FIELD);
    };
  }

  private static String headline(AlertGroup group) {
    return "%s *%s* · *%s*"
        .formatted(
            SlackText.emoji(group),
            Wording.badge(group.severity()),
            SlackText.link(group.link(), MAX_URL, group.title(), MAX_TITLE));
  }

  private String state(AlertGroup group) {
    String why = facts.summary();
    String state = Wording.state(group);
    String told = why.equals(state) ? "" : text(why) + " · ";
    return told + text(state) + " · " + SlackText.time(facts.since());
  }

  private static void fields(ArrayNode blocks, AlertGroup group) {
    ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
    field(fields, "Project", SlackText.line(group.project(), MAX_FIELD));
    field(fields, "Environment", SlackText.line(group.environment(), MAX_FIELD));
    field(fields, "Count", Long.toString(group.count()));
    field(fields, "First seen", SlackText.time(group.firstSeen()));
    field(fields, "Last seen", SlackText.time(group.lastSeen()));
    if (group.assignee() != null) {
      field(fields, "Assignee", SlackText.line(group.assignee(), MAX_FIELD));
    }
  }

  private void context(ArrayNode blocks, AlertGroup group) {
    StringBuilder context = new StringBuilder();
    if (group.runbook() != null) {
      String runbook = group.runbook();
      String shown = runbook.matches("https?://\\S+") ? "Runbook" : "Runbook: " + runbook;
      context.append(SlackText.link(runbook, MAX_URL, shown, MAX_FIELD)).append(" · ");
    }
    if (group.link() != null) {
      context.append(SlackText.link(group.link(), MAX_URL, "Source", MAX_FIELD)).append(" · ");
    }
    context.append(SlackText.line(group.source(), MAX_FIELD));
    String rule = facts.value("rule");
    if (!rule.isEmpty()) {
      context.append(" · rule ").append(SlackText.line(rule, MAX_FIELD));
    }
    context.append(" · ").append(group.groupId());
    ObjectNode block = blocks.addObject().put("type", "context");
    SlackText.markdown(block.putArray("elements").addObject(), context.toString());
  }

  private static void buttons(ArrayNode blocks, AlertGroup group) {
    ArrayNode elements = Json.mapper().createArrayNode();
    for (SlackButton button : SlackButton.values()) {
      if (button.fits(group.status())) {
        ObjectNode element = elements.addObject().put("type", "button");
        element.putObject("text").put("type", "plain_text").put("text", button.label());
        element.put("action_id", button.actionId());
        element.put("value", SlackClick.value(group.groupId(), group.version()));
        if (button == SlackButton.ACKNOWLEDGE) {
          element.put("style", "primary");
        }
      }
    }
    if (!elements.isEmpty()) {
      blocks.addObject().put("type", "actions").set("elements", elements);
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : SlackText.line(text, MAX_SUMMARY);
  }

  private static void field(ArrayNode fields, String name, String value) {
    SlackText.markdown(fields.addObject(), "*" + name + "*\n" + value);
  }
}
