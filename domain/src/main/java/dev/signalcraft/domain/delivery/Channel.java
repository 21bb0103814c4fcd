// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A place where people are told, by the name that rules use.
 *
 * @param address how it is reached
 * @param shaping how much it is told
 */
public record Channel(Address address, Shaping shaping) {
  /** The kind of its documents. */
  public static final String KIND = "Channel";

  private static final List<String> PLANNED = List.of("msteams", "opsgenie");
  private static final Map<String, ConfigHistory.Reader<Channel>> TYPES =
      new TreeMap<>(
          Map.of(
              EmailAddress.TYPE, EmailAddress::read,
              LogAddress.TYPE, LogAddress::read,
              PagerDutyAddress.TYPE, PagerDutyAddress::read,
              SlackAddress.TYPE, SlackAddress::read,
              WebhookAddress.TYPE, WebhookAddress::read));

  /** How it is reached, as documents write it. */
  public String type() {
    return address.type();
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Channel read(ConfigRecord document) {
    JsonNode spec = document.spec();
    if (spec == null || !spec.isObject()) {
      throw new IllegalArgumentException("spec: give an object");
    }
    String type = spec.path("type").textValue();
    if (type == null) {
      throw new IllegalArgumentException(
          "spec.type: say how it is reached, one of " + String.join(", ", TYPES.keySet()));
    }
    ConfigHistory.Reader<Channel> reader = TYPES.get(type);
    if (reader == null) {
      throw new IllegalArgumentException(
          PLANNED.contains(type)
              ? "spec.type: " + type + " is not supported yet; a webhook may reach it"
              : "spec.type: no such type; did you mean " + Nearest.of(type, TYPES.keySet()) + "?");
    }
    return reader.read(document);
  }
}
