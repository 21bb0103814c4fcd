// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.ingest.Text;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sample that an alert shows.
 *
 * @param badness by what it is worse than another
 * @param occurredAt epoch milliseconds
 * @param tags as {@code name=value} joined by a comma, cut to 200 characters
 */
record WorstSample(double badness, double value, long occurredAt, String tags) {
  private static final int MAX_TEXT = 200;

  /** The worst first; complete, so that the five worst are the same in every order of arrival. */
  static final Comparator<WorstSample> ORDER =
      Comparator.comparingDouble(WorstSample::badness)
          .reversed()
          .thenComparingLong(WorstSample::occurredAt)
          .thenComparingDouble(WorstSample::value)
          .thenComparing(WorstSample::tags);

  static String text(Map<String, String> tags) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      text.append(text.isEmpty() ? "" : ", ").append(tag.getKey()).append('=');
      text.append(tag.getValue());
    }
    return Text.bounded(text.toString(), MAX_TEXT);
  }
}
