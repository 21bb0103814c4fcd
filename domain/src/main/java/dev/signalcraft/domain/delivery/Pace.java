// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import org.jspecify.annotations.Nullable;

/**
 * How fast a channel may be told now: a bucket of tokens that fills with time, the pause that its
 * provider asked for, and a circuit breaker. Five failures in a row open the breaker, for 5 s first
 * and twice as long each time up to 5 min; then one send at a time tries, and a success closes it.
 * The state is small and lies with the queue, so that it outlives a restart.
 */
final class Pace {
  /** A provider's wish to wait is heeded up to this. */
  static final long MOST_PAUSE_MILLIS = 3_600_000;

  /** What has a fallback waits so long for a channel that fails. */
  static final long FALL_BACK_MILLIS = 900_000;

  /** What has none. */
  static final long GIVE_UP_MILLIS = 86_400_000;

  private static final int TRIP = 5;
  private static final long OPEN_MILLIS = 5_000;
  private static final long MOST_OPEN_MILLIS = 300_000;
  private static final double MINUTE = 60_000;

  private double tokens;
  private long filledAt;
  private long pausedUntil;
  private int failures;
  private long openUntil;
  private long failingSince;
  private long sentAt;
  private @Nullable String error;

  Pace(ChannelStanding standing) {
    tokens = standing.tokens();
    filledAt = standing.filledAt();
    pausedUntil = standing.pausedUntil();
    failures = standing.failures();
    openUntil = standing.openUntil();
    failingSince = standing.failingSince();
    sentAt = standing.sentAt();
  }

  ChannelStanding standing(long order, boolean alerting) {
    return new ChannelStanding(
        order, tokens, filledAt, pausedUntil, failures, openUntil, failingSince, sentAt, alerting);
  }

  /** Fills the bucket up to now. */
  void fill(Shaping shaping, long now) {
    double filled =
        filledAt == 0
            ? shaping.burst()
            : tokens + Math.max(0, now - filledAt) * (shaping.perMinute() / MINUTE);
    tokens = Math.min(Math.max(1, shaping.burst()), filled);
    filledAt = now;
  }

  /** Whether a send may start, and leave so many tokens to others. */
  boolean lets(int flying, int reserve, long now) {
    return now >= opensAt() && mayTry(flying) && tokens >= 1 + reserve;
  }

  /** Whether it is not the end of another send that decides. */
  boolean mayTry(int flying) {
    return failures < TRIP || flying == 0;
  }

  /** A send starts. */
  void take() {
    tokens--;
  }

  /** When the next send may start, as far as time decides it. */
  long letsAt(Shaping shaping, int reserve, long now) {
    double missing = 1 + reserve - tokens;
    long filled =
        missing <= 0 ? now : now + (long) Math.ceil(missing * MINUTE / shaping.perMinute());
    return Math.max(filled, opensAt());
  }

  private long opensAt() {
    return Math.max(pausedUntil, openUntil);
  }

  void succeeded(long now) {
    failures = 0;
    openUntil = 0;
    failingSince = 0;
    sentAt = now;
  }

  /** An attempt failed that may succeed later. */
  void failed(SendResult result, long now) {
    error = result.error();
    long retryAfterMillis = result.retryAfterMillis();
    if (failingSince == 0) {
      failingSince = now;
    }
    if (retryAfterMillis > 0) {
      pausedUntil = Math.max(pausedUntil, now + Math.min(retryAfterMillis, MOST_PAUSE_MILLIS));
    } else if (now >= openUntil) {
      failures++;
      if (failures >= TRIP) {
        openUntil = now + Backoff.doubled(OPEN_MILLIS, failures - TRIP, MOST_OPEN_MILLIS);
      }
    }
  }

  /** Why what waits is given up. */
  String why() {
    return "the channel has failed for too long" + (error == null ? "" : ": " + error);
  }

  /** Since when nothing has got through; 0 while something does. */
  long failingSince() {
    return failingSince;
  }

  /** Whether the channel has failed for as long as a notification could wait. */
  boolean isTooOld(Waiting waiting, long now) {
    long since = Math.max(waiting.arrivedAt(), failingSince);
    boolean elsewhere = waiting.told().fallback() != null;
    return failingSince != 0 && now - since >= (elsewhere ? FALL_BACK_MILLIS : GIVE_UP_MILLIS);
  }

  /** When the last send got through. */
  long sentAt() {
    return sentAt;
  }
}
