// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.Set;

/** The kinds of senders whose webhooks are understood. */
public final class Sources {
  /** As they stand in the path of a webhook. */
  public static final Set<String> KNOWN = Set.of("sentry");

  private Sources() {}
}
