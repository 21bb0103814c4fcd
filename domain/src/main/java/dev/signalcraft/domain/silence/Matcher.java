// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Facts;
import dev.signalcraft.domain.routing.RegularExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A demand on one label of a group: {@code environment=test}, {@code severity!=critical}, {@code
 * tags.team=~pay.*} or {@code title!~Timeout.*}. A regular expression (RE2) must match the whole
 * text. A label that a group lacks is empty.
 */
public final class Matcher {
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_MATCHERS = 32;
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "severity", texts(Severity.values()),
          "type", texts(EventType.values()),
          "lifecycle", texts(Lifecycle.values()));
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([A-Za-z][A-Za-z0-9_.:/-]*?)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*", Pattern.DOTALL);

  private final String label;
  private final boolean wanted;
  private final String text;
  private final com.google.re2j.@Nullable Pattern pattern;

  private Matcher(
      String label, boolean wanted, String text, com.google.re2j.@Nullable Pattern pattern) {
    this.label = label;
    this.wanted = wanted;
    this.text = text;
    this.pattern = pattern;
  }

  /**
   * Reads a matcher as people write it; the value may stand in double quotes.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  public static Matcher of(String written) {
    java.util.regex.Matcher parts = FORM.matcher(written);
    if (written.length() > MAX_LENGTH || !parts.matches()) {
      throw new IllegalArgumentException(
          "write a matcher such as environment=test or tags.team=~pay.*");
    }
    String label = parts.group(1);
    if (!Facts.isField(label)) {
      throw new IllegalArgumentException(
          label + ": no such label; did you mean " + Nearest.of(label, Facts.FIELDS) + "?");
    }
    String value = parts.group(3);
    if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
      value = value.substring(1, value.length() - 1);
    }
    String operator = parts.group(2);
    try {
      return new Matcher(
          label,
          !operator.startsWith("!"),
          value,
          operator.endsWith("~") ? RegularExpression.compile(value) : null);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(label + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a list of matchers.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static List<Matcher> list(@Nullable List<@Nullable String> written, String place) {
    List<Matcher> matchers = new ArrayList<>();
    for (String matcher : SpecReader.list(written, place, MAX_MATCHERS)) {
      try {
        matchers.add(of(matcher));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s[%d]: %s".formatted(place, matchers.size(), e.getMessage()), e);
      }
    }
    return List.copyOf(matchers);
  }

  /** Whether a group meets all of them. */
  public static boolean all(List<Matcher> matchers, Facts facts) {
    for (int i = 0; i < matchers.size(); i++) {
      if (!matchers.get(i).matches(facts)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(Facts facts) {
    String value = facts.text(label);
    boolean same = pattern == null ? text.equals(value) : pattern.matches(value);
    return same == wanted;
  }

  /**
   * Whether no text of its label meets both it and the other, as far as equality tells; of a label
   * that has few texts, all are tried.
   */
  boolean excludes(Matcher other) {
    if (!label.equals(other.label)) {
      return false;
    }
    List<String> texts = TEXTS.get(label);
    if (texts != null) {
      return texts.stream().noneMatch(value -> accepts(value) && other.accepts(value));
    }
    if (isEquality()) {
      return !other.accepts(text);
    }
    return other.isEquality() && !accepts(other.text);
  }

  private static List<String> texts(Enum<?>[] constants) {
    return Arrays.stream(constants).map(WireName::of).toList();
  }

  private boolean isEquality() {
    return wanted && pattern == null;
  }

  private boolean accepts(String value) {
    return (pattern == null ? text.equals(value) : pattern.matches(value)) == wanted;
  }

  /** The label that it is about. */
  String label() {
    return label;
  }

  @Override
  public String toString() {
    return label + (wanted ? "=" : "!") + (pattern == null ? (wanted ? "" : "=") : "~") + text;
  }
}
