// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.delivery;

import dev.signalcraft.domain.ingest.Input;
import java.util.concurrent.CompletableFuture;

/** Where commands are kept, in the one order of their group's key. */
@FunctionalInterface
public interface CommandLog {
  /** Appends a command; done when it cannot be lost any more. */
  CompletableFuture<Void> append(Input command);
}
