// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.SpecReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where people are told, by the name that rules use.
 *
 * @param type how it is reached; {@code log}, the one type that is sent today, writes a {@link
 *     LogLine} into the log of the delivery job
 * @param shaping how much it is told
 */
public record Channel(String type, Shaping shaping) {
  /** The kind of its documents. */
  public static final String KIND = "Channel";

  private static final String LOG = "log";
  private static final List<String> PLANNED =
      List.of("email", "msteams", "opsgenie", "pagerduty", "slack", "webhook");
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(@Nullable String type) {}

  /** Whether a line in a log is what reaches it. */
  public boolean isLog() {
    return type.equals(LOG);
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Channel read(ConfigRecord document) {
    String type = READER.read(document).type();
    if (type == null) {
      throw new IllegalArgumentException("spec.type: say how it is reached, such as log");
    }
    if (PLANNED.contains(type)) {
      throw new IllegalArgumentException("spec.type: " + type + " is not supported yet; write log");
    }
    if (!type.equals(LOG)) {
      throw new IllegalArgumentException(
          "spec.type: no such type; did you mean " + Nearest.of(type, List.of(LOG)) + "?");
    }
    return new Channel(type, Shaping.USUAL);
  }
}
