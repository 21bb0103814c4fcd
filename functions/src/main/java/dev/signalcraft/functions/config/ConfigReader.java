// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.config;

import dev.signalcraft.domain.ingest.RawRecord;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Reads the whole config log before an operator judges its first record. What comes later follows
 * by broadcast; what comes twice is ignored.
 */
@FunctionalInterface
public interface ConfigReader extends Serializable {
  /**
   * All records from the beginning of the log to its end at this moment, in log order.
   *
   * @throws IOException where the log cannot be read; the operator then does not start
   */
  List<RawRecord> readToEnd() throws IOException;
}
