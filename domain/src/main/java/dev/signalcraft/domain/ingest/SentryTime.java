// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

/** Times of Sentry: seconds since 1970 with a fraction, or ISO-8601. */
final class SentryTime {
  private SentryTime() {}

  /** Takes the first of these that is there. */
  static void occurred(EventDraft draft, Field... candidates) throws Rejection {
    for (Field candidate : candidates) {
      if (candidate.isNumber()) {
        draft.occurredAt(candidate.time(1_000));
        return;
      }
      if (!candidate.absent()) {
        draft.occurredAt(candidate.text());
        return;
      }
    }
  }
}
