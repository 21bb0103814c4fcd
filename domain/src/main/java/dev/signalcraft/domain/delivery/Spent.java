// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

/**
 * What a workspace has told in one minute.
 *
 * @param minute of log time, since 1970
 * @param count notifications
 */
public record Spent(long minute, int count) {
  private static final long MINUTE_MILLIS = 60_000;

  /** Before the first. */
  public static final Spent NOTHING = new Spent(Long.MIN_VALUE, 0);

  /** One more, decided at a log time; what is of an earlier minute counts in the newest. */
  public Spent one(long at) {
    long of = Math.floorDiv(at, MINUTE_MILLIS);
    return of > minute ? new Spent(of, 1) : new Spent(minute, count + 1);
  }

  /** Whether its minute is over by a time, by more than the clocks differ. */
  public boolean isOver(long time) {
    return time - minute * MINUTE_MILLIS >= 10 * MINUTE_MILLIS;
  }
}
