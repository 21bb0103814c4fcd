// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.Template;
import dev.signalcraft.domain.ingest.AlertEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the alerts of a monitor say.
 *
 * @param title a template
 * @param message a template; null for none
 * @param runbook a link; null for none
 */
public record Annotations(Template title, @Nullable Template message, @Nullable String runbook) {
  private static final List<String> NAMES =
      List.of(
          "monitor",
          "metric",
          "measure",
          "value",
          "unit",
          "op",
          "threshold",
          "severity",
          "window",
          "count",
          "errors",
          "project",
          "environment");

  private static final Template USUAL =
      Template.of("{{monitor}}: {{measure}} is {{value}} {{unit}}", NAMES);

  /** As it is written. */
  record Spec(@Nullable String title, @Nullable String message, @Nullable String runbook) {}

  static Annotations read(@Nullable Spec spec) {
    if (spec == null) {
      return new Annotations(USUAL, null, null);
    }
    Template title = template(spec.title(), "spec.annotations.title", AlertEvent.MAX_TITLE);
    String runbook = spec.runbook();
    if (runbook != null
        && (runbook.length() > AlertEvent.MAX_NAME || !runbook.matches("https?://\\S+"))) {
      throw new IllegalArgumentException(
          "spec.annotations.runbook: a link of at most %d characters, such as https://…"
              .formatted(AlertEvent.MAX_NAME));
    }
    return new Annotations(
        title == null ? USUAL : title,
        template(spec.message(), "spec.annotations.message", AlertEvent.MAX_MESSAGE / 2),
        runbook);
  }

  private static @Nullable Template template(@Nullable String text, String place, int most) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > most) {
      throw new IllegalArgumentException(place + ": longer than " + most + " characters");
    }
    try {
      return Template.of(text, NAMES);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
