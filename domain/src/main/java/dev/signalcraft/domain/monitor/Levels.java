// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of a monitor: the levels of one question. */
final class Levels {
  static final int MAX_WINDOWS = 1_440;

  private static final Pattern ALERT = Pattern.compile("alert\\((\\d{1,4})\\)");

  private Levels() {}

  /** A condition as it is written. */
  record Spec(
      @Nullable Severity severity,
      @Nullable String op,
      @Nullable Double threshold,
      @JsonProperty("for") @Nullable Integer windows) {}

  /** The conditions, the worst first: what meets a worse one must meet each milder one too. */
  static List<Monitor.Level> read(@Nullable List<@Nullable Spec> given) {
    List<Monitor.Level> levels = new ArrayList<>();
    for (Spec spec : SpecReader.list(given, "spec.conditions", Severity.values().length)) {
      levels.add(level(spec, "spec.conditions[" + levels.size() + "]"));
    }
    levels.sort(Comparator.comparing(Monitor.Level::severity).reversed());
    for (int i = 1; i < levels.size(); i++) {
      Monitor.Level worse = levels.get(i - 1);
      Monitor.Level milder = levels.get(i);
      if (worse.severity() == milder.severity()) {
        throw new IllegalArgumentException(
            "spec.conditions: two of the severity " + WireName.of(milder.severity()));
      }
      boolean further =
          worse.op().upwards()
              ? worse.threshold() >= milder.threshold()
              : worse.threshold() <= milder.threshold();
      if (worse.op() != milder.op() || !further) {
        throw new IllegalArgumentException(
            "spec.conditions: they are levels of one question: give all the same op, and %s a"
                    .formatted(WireName.of(worse.severity()))
                + " threshold beyond that of "
                + WireName.of(milder.severity()));
      }
    }
    return levels;
  }

  private static Monitor.Level level(Spec spec, String place) {
    if (spec.severity() == null) {
      throw new IllegalArgumentException(place + ".severity: critical, high, medium or low");
    }
    Comparison op = Comparison.of(spec.op());
    if (op == null) {
      throw new IllegalArgumentException(place + ".op: write >, >=, < or <=");
    }
    Double threshold = spec.threshold();
    if (threshold == null || !Double.isFinite(threshold)) {
      throw new IllegalArgumentException(place + ".threshold: give a number");
    }
    int windows = spec.windows() == null ? 1 : spec.windows();
    if (windows < 1 || windows > MAX_WINDOWS) {
      throw new IllegalArgumentException(
          place + ".for: so many windows in a row, from 1 to " + MAX_WINDOWS);
    }
    return new Monitor.Level(spec.severity(), op, threshold, windows);
  }

  static NoData noData(
      @Nullable String text, @Nullable Severity severity, List<Monitor.Level> levels) {
    Severity mildest = levels.isEmpty() ? Severity.HIGH : levels.get(levels.size() - 1).severity();
    Severity told = severity == null ? mildest : severity;
    if (text == null) {
      return new NoData(NoData.Policy.HOLD, 0, told);
    }
    Matcher alert = ALERT.matcher(text);
    int windows = alert.matches() ? Integer.parseInt(alert.group(1)) : 0;
    if (windows >= 1 && windows <= MAX_WINDOWS) {
      return new NoData(NoData.Policy.HOLD, windows, told);
    }
    NoData.Policy policy = WireName.parse(NoData.Policy.class, text);
    if (policy == null) {
      throw new IllegalArgumentException(
          "spec.noData: write hold, break, ok or alert(N), N from 1 to " + MAX_WINDOWS);
    }
    return new NoData(policy, 0, told);
  }
}
