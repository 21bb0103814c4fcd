// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.monitor.Comparison;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * When a budget burns too fast: so many times as fast as would use it up just at the end of its
 * time window, over a long window and still over a short one.
 *
 * @param longMillis what the burning is measured over
 * @param shortMillis that it goes on; 0 for no second window
 * @param factor how many times as fast
 * @param op {@link Comparison#ABOVE} or {@link Comparison#AT_LEAST}
 * @param windows it fires at so many evaluations in a row, one each minute
 */
public record BurnRate(
    Severity severity,
    long longMillis,
    long shortMillis,
    BigDecimal factor,
    Comparison op,
    int windows) {

  /** The part of bad events from which on it burns so fast, rounded once. */
  double limit(BigDecimal target) {
    return factor.multiply(BigDecimal.ONE.subtract(target)).doubleValue();
  }

  /**
   * Refuses what can never hold.
   *
   * @throws IllegalArgumentException why it cannot
   */
  void requireReachable(BigDecimal target, String place) {
    BigDecimal allowed = BigDecimal.ONE.subtract(target);
    int beyondAll = factor.multiply(allowed).compareTo(BigDecimal.ONE);
    if (beyondAll > 0 || (beyondAll == 0 && op == Comparison.ABOVE)) {
      throw new IllegalArgumentException(
          ("%s: at a target of %s a burn rate of %s (over %s) cannot be reached:"
                  + " with nothing but bad events it is %s")
              .formatted(
                  place,
                  target.toPlainString(),
                  factor.toPlainString(),
                  Spans.text(longMillis),
                  BigDecimal.ONE
                      .divide(allowed, MathContext.DECIMAL32)
                      .stripTrailingZeros()
                      .toPlainString()));
    }
  }

  /** What tells it from others: an edit of it counts anew. */
  String key() {
    return String.join(
        "/",
        WireName.of(severity),
        Spans.text(longMillis),
        Spans.text(shortMillis),
        op.sign(),
        factor.toPlainString(),
        Integer.toString(windows));
  }
}
