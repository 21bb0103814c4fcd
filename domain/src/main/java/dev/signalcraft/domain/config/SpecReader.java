// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the spec of a document strictly: a field that is unknown is an error. Errors name the place
 * and never the value, which may be a secret.
 *
 * @param <T> the spec as it is written, before its content is checked
 */
public final class SpecReader<T> {
  private final ObjectReader reader;

  /** A reader of specs of this form. */
  public SpecReader(Class<T> form) {
    reader = Json.mapper().readerFor(form).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /**
   * The spec of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public T read(ConfigRecord document) {
    if (document.spec() == null || !document.spec().isObject()) {
      throw new IllegalArgumentException("spec: give an object");
    }
    try {
      return reader.readValue(document.spec());
    } catch (UnrecognizedPropertyException e) {
      // Without its cause here and below: that shows values.
      throw new IllegalArgumentException(place(e) + ": no such field" + nearest(e));
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      String what =
          cause instanceof IllegalArgumentException
              ? String.valueOf(cause.getMessage())
              : "a value of another form is wanted";
      throw new IllegalArgumentException(place(e) + ": " + what);
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  /**
   * A list without its nulls being allowed; empty where there is none.
   *
   * @throws IllegalArgumentException when it holds a null or is longer than {@code most}
   */
  public static <E> List<E> list(@Nullable List<@Nullable E> list, String place, int most) {
    if (list == null) {
      return List.of();
    }
    if (list.size() > most) {
      throw new IllegalArgumentException(place + ": more than " + most);
    }
    if (list.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(place + ": an element is null");
    }
    return list.stream().map(Objects::requireNonNull).toList();
  }

  /**
   * The milliseconds of a duration such as {@code 30s}; of {@code fallback} where there is none.
   *
   * @throws IllegalArgumentException when it is none, or out of these bounds
   */
  public static long millis(
      @Nullable String text, String place, long fallback, Duration least, Duration most) {
    if (text == null) {
      return fallback;
    }
    Duration duration;
    try {
      duration = Setting.parseDuration(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          place + ": write a duration such as 30s, 5m, 24h or 7d", e);
    }
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: from %ds to %ds".formatted(place, least.toSeconds(), most.toSeconds()));
    }
    return duration.toMillis();
  }

  /**
   * A time zone of the IANA database; null where there is none.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static @Nullable ZoneId zone(@Nullable String name, String place) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          place + ": no such time zone; write one such as Europe/Berlin or UTC", e);
    }
  }

  private static String nearest(UnrecognizedPropertyException e) {
    List<String> known = e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    return known.isEmpty() ? "" : "; did you mean " + Nearest.of(e.getPropertyName(), known) + "?";
  }

  private static String place(JsonMappingException e) {
    StringBuilder place = new StringBuilder("spec");
    for (JsonMappingException.Reference part : e.getPath()) {
      if (part.getFieldName() != null) {
        place.append('.').append(part.getFieldName());
      } else if (part.getIndex() >= 0) {
        place.append('[').append(part.getIndex()).append(']');
      }
    }
    return place.toString();
  }
}
