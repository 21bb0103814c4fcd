// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** The query parameters of one request, with the faults found in them so far. */
public final class Parameters {
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final int MAX_LENGTH = 512;
  private static final int MAX_VALUES = 50;
  private static final Instant LEAST = Instant.EPOCH;
  private static final Instant MOST = Instant.parse("9999-12-31T23:59:59.999Z");

  private final Map<String, List<String>> given;
  private final List<Problem.Fault> faults = new ArrayList<>();

  /** Makes something of a text. */
  @FunctionalInterface
  public interface Reader<V> {
    /** What the text says; null where it says nothing that is allowed. */
    @Nullable V read(String text);
  }

  /** Reads a request that may have the known parameters only. */
  public Parameters(Context request, Set<String> known) {
    String query = request.queryString();
    if (query != null && BROKEN_ESCAPE.matcher(query).find()) {
      throw new Refusal(HttpStatus.BAD_REQUEST_400, "A % in the query is written %25.");
    }
    given = request.queryParamMap();
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        String shown = name.length() > 64 ? name.substring(0, 64) : name;
        fault(
            shown,
            known.isEmpty()
                ? "unknown; there are none here"
                : "unknown; did you mean '" + Nearest.of(shown, known) + "'?");
      }
    }
  }

  /** Notes a fault. */
  public void fault(String name, String detail) {
    faults.add(new Problem.Fault(name, detail));
  }

  /** Ends the request when there was a fault. */
  public void check() {
    if (!faults.isEmpty()) {
      throw new Refusal(Problem.of(faults));
    }
  }

  /** Values taken as they are, given once for each. */
  public List<String> literals(String name) {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.size() > MAX_VALUES) {
      fault(name, "write at most " + MAX_VALUES + " values");
      return List.of();
    }
    for (String value : values) {
      if (value.isEmpty() || value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
        fault(name, "write 1 to " + MAX_LENGTH + " characters, without NUL");
        return List.of();
      }
    }
    return values;
  }

  /** Values given once for each, or several at once with commas between. */
  public List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (String value : literals(name)) {
      values.addAll(Arrays.asList(value.split(",", -1)));
    }
    if (values.contains("") || values.size() > MAX_VALUES) {
      fault(name, "write 1 to " + MAX_VALUES + " values with commas between");
      return List.of();
    }
    return values;
  }

  /** Words of an enum. */
  public <E extends Enum<E>> List<E> words(String name, Class<E> type) {
    List<E> constants = new ArrayList<>();
    for (String word : list(name)) {
      E constant = WireName.parse(type, word);
      if (constant == null) {
        String allowed =
            Arrays.stream(type.getEnumConstants())
                .map(WireName::of)
                .collect(Collectors.joining(", "));
        fault(name, "write one or more of " + allowed);
        return List.of();
      }
      constants.add(constant);
    }
    return constants;
  }

  /** The only value of a parameter, or null. */
  public @Nullable String single(String name) {
    List<String> values = literals(name);
    if (values.size() > 1) {
      fault(name, "write it once");
    }
    return values.size() == 1 ? values.get(0) : null;
  }

  /** A single value that must be readable; the reader's null is a fault. */
  public <V> @Nullable V read(String name, Reader<V> reader, String allowed) {
    String text = single(name);
    if (text == null) {
      return null;
    }
    V value = reader.read(text);
    if (value == null) {
      fault(name, "write " + allowed);
    }
    return value;
  }

  /** How many items a page has at most. */
  public int limit(String name, int fallback, int most) {
    Integer limit = read(name, text -> parseLimit(text, most), "a number from 1 to " + most);
    return limit == null ? fallback : limit;
  }

  private static @Nullable Integer parseLimit(String text, int most) {
    if (!text.matches("\\d{1,9}")) {
      return null;
    }
    int limit = Integer.parseInt(text);
    return limit >= 1 && limit <= most ? limit : null;
  }

  /** A time. */
  public @Nullable Instant time(String name) {
    return read(
        name,
        Parameters::parseTime,
        "a time such as 2026-03-01T12:00:00Z, or epoch milliseconds (a + is %2B in an address)");
  }

  private static @Nullable Instant parseTime(String text) {
    Instant time =
        text.matches("\\d{1,15}")
            ? Instant.ofEpochMilli(Long.parseLong(text))
            : WireTime.parse(text);
    return time == null || time.isBefore(LEAST) || time.isAfter(MOST) ? null : time;
  }

  /** How long {@code wait} says to wait for what is not there yet; null where it is not given. */
  public @Nullable Duration readWait() {
    return read("wait", Parameters::parseWait, "a duration from 0s to 30s");
  }

  private static @Nullable Duration parseWait(String text) {
    try {
      Duration wait = Setting.parseDuration(text);
      return wait.compareTo(MAX_WAIT) > 0 ? null : wait;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
