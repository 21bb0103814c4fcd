// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.ingest.Severity;

/**
 * What a window with too few samples means.
 *
 * @param policy of windows with too few samples
 * @param windows after so many windows in a row without any sample an alert fires; 0 for never
 * @param severity of that alert
 */
public record NoData(Policy policy, int windows, Severity severity) {
  /** What becomes of the windows counted in a row. */
  public enum Policy {
    /** As if the window had not been. */
    HOLD,
    /** Both rows are broken: what goes wrong in a row, and what goes well. */
    BREAK,
    /** A good window. */
    OK
  }
}
