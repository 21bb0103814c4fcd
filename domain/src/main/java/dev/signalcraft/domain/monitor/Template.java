// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places that an alert fills: <code>{{value}}</code>, <code>{{tags.route}}</code>.
 *
 * @param texts what stands before each place, and behind the last one
 * @param places their names
 */
record Template(List<String> texts, List<String> places) {
  static final List<String> NAMES =
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

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");

  Template {
    texts = List.copyOf(texts);
    places = List.copyOf(places);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException where it names what an alert does not have
   */
  static Template of(String text) {
    List<String> texts = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Matcher matcher = PLACE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!NAMES.contains(name) && !(name.startsWith("tags.") && name.length() > 5)) {
        throw new IllegalArgumentException(
            "nothing is called {{%s}}; did you mean {{%s}}?"
                .formatted(name, Nearest.of(name, NAMES)));
      }
      texts.add(text.substring(from, matcher.start()));
      places.add(name);
      from = matcher.end();
    }
    texts.add(text.substring(from));
    return new Template(texts, places);
  }

  String fill(Function<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      filled.append(texts.get(i)).append(values.apply(places.get(i)));
    }
    return filled.append(texts.get(places.size())).toString().strip();
  }
}
