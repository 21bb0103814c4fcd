// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where webhooks are kept. */
@FunctionalInterface
public interface WebhookLog {
  /** Appends a body with its headers; done when it cannot be lost any more. */
  CompletableFuture<Void> append(byte[] body, Map<String, String> headers);
}
