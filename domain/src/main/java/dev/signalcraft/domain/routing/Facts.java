// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.json.WireName;
import java.util.List;
import java.util.Map;

/**
 * What a {@link Condition} can ask about a group, by name. A tag that the group lacks is empty.
 *
 * @param severity in its wire name, as the enums that follow
 */
public record Facts(
    String source,
    String project,
    String environment,
    String fingerprint,
    String type,
    String severity,
    String lifecycle,
    String title,
    Map<String, String> tags) {
  /** The names of the facts but for the tags, which are {@code tags.NAME}. */
  public static final List<String> FIELDS =
      List.of(
          "source",
          "project",
          "environment",
          "fingerprint",
          "type",
          "severity",
          "lifecycle",
          "title");

  /** Whether there is a fact of this name. */
  public static boolean isField(String name) {
    return FIELDS.contains(name) || (name.startsWith("tags.") && name.length() > 5);
  }

  /** The facts of a group as it stands. */
  public static Facts of(AlertGroup group) {
    return new Facts(
        group.source(),
        group.project(),
        group.environment(),
        group.fingerprint(),
        WireName.of(group.type()),
        WireName.of(group.severity()),
        WireName.of(group.lifecycle()),
        group.title(),
        group.tags());
  }

  /** The facts of the group that an event would open. */
  public static Facts of(AlertEvent event) {
    return new Facts(
        event.source(),
        event.project(),
        event.environment(),
        event.fingerprint(),
        WireName.of(event.type()),
        WireName.of(event.severity()),
        WireName.of(event.lifecycle()),
        event.title(),
        event.tags());
  }

  /** The text of a field, of {@code tags.NAME} for a tag; empty for one that is not there. */
  public String text(String field) {
    return switch (field) {
      case "source" -> source;
      case "project" -> project;
      case "environment" -> environment;
      case "fingerprint" -> fingerprint;
      case "type" -> type;
      case "severity" -> severity;
      case "lifecycle" -> lifecycle;
      case "title" -> title;
      default -> field.startsWith("tags.") ? tags.getOrDefault(field.substring(5), "") : "";
    };
  }
}
