// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places that are filled later: <code>{{value}}</code>, <code>{{tags.route}}</code>.
 *
 * @param texts what stands before each place, and behind the last one
 * @param places their names
 */
public record Template(List<String> texts, List<String> places) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");

  public Template {
    texts = List.copyOf(texts);
    places = List.copyOf(places);
  }

  /**
   * Reads a template.
   *
   * @param names of the places that there are, besides those of tags
   * @throws IllegalArgumentException where it names another
   */
  public static Template of(String text, List<String> names) {
    List<String> texts = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Matcher matcher = PLACE.matcher(text);
    int from = 0;
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!names.contains(name) && !(name.startsWith("tags.") && name.length() > 5)) {
        throw new IllegalArgumentException(
            "nothing is called {{%s}}; did you mean {{%s}}?"
                .formatted(name, Nearest.of(name, names)));
      }
      texts.add(text.substring(from, matcher.start()));
      places.add(name);
      from = matcher.end();
    }
    texts.add(text.substring(from));
    return new Template(texts, places);
  }

  /** The text with what {@code values} gives for the name of each place. */
  public String fill(Function<String, String> values) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      filled.append(texts.get(i)).append(values.apply(places.get(i)));
    }
    return filled.append(texts.get(places.size())).toString().strip();
  }
}
