// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.Set;

/** The kinds of senders. */
public final class Sources {
  /** Those whose webhooks are understood, as they stand in the path of a webhook. */
  public static final Set<String> KNOWN = Set.of("sentry");

  /** Senders of measurements; they have no webhooks. */
  public static final String METRICS = "metrics";

  /** Clicks on the buttons of Slack's messages; they are commands and no events. */
  public static final String SLACK = "slack";

  private Sources() {}
}
