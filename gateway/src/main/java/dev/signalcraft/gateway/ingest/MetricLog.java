// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Where measurements are kept. */
@FunctionalInterface
public interface MetricLog {
  /** Appends records; done when none of them can be lost any more, failed when one may be. */
  CompletableFuture<Void> append(List<byte[]> records);
}
