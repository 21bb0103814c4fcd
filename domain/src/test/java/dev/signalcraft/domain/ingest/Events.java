// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.time.Instant;

/** Test data that speaks the domain: {@code Events.of("checkout").severity(HIGH)…}. */
public final class Events {
  /** Where tests begin: a whole minute, hour and day. */
  public static final Instant T0 = Instant.parse("2026-03-02T00:00:00Z");

  private Events() {}

  /** A stateless sentry event of workspace {@code default}, told and occurred at T0. */
  public static EventDraft draft(String fingerprint, String id, Instant at) {
    return new EventDraft("default", "sentry", at.toEpochMilli())
        .project("shop")
        .environment("production")
        .fingerprint(fingerprint)
        .sourceEventId(id)
        .title("Broken " + fingerprint)
        .severity(Severity.HIGH)
        .occurredAt(at);
  }

  /** The event of {@link #draft}. */
  public static AlertEvent event(String fingerprint, String id, Instant at) {
    return build(draft(fingerprint, id, at));
  }

  /** Builds a draft that is known to be complete. */
  public static AlertEvent build(EventDraft draft) {
    try {
      return draft.build();
    } catch (Rejection e) {
      throw new AssertionError(e);
    }
  }
}
