// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.signalcraft.domain.config.Template;
import dev.signalcraft.domain.json.Json;
import java.util.function.Function;

/**
 * The JSON that the receiver of a webhook wants, with places such as <code>{{title}}</code> inside
 * its strings. What fills them is escaped: it stays inside.
 *
 * @param template with the names of {@link Facts}
 */
public record BodyTemplate(Template template) {
  private static final int MAX_LENGTH = 16_384;

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException when it names what there is not, or does not give JSON
   */
  static BodyTemplate read(String text, String place) {
    if (text.isBlank() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(place + ": 1 to " + MAX_LENGTH + " characters");
    }
    Template template;
    try {
      template = Template.of(text, Facts.NAMES);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
    BodyTemplate body = new BodyTemplate(template);
    try {
      Json.mapper().readTree(body.fill(name -> Facts.NUMBERS.contains(name) ? "1" : "x"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          place + ": is no JSON; write places of text inside quotes, \"{{title}}\"");
    }
    return body;
  }

  /** The JSON with these values. */
  public String fill(Function<String, String> values) {
    return template.fill(
        name -> new String(JsonStringEncoder.getInstance().quoteAsString(values.apply(name))));
  }
}
