// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is remembered of a group key: its latest group and its clocks. Times are log time in
 * epoch milliseconds; 0 means that a clock is off.
 *
 * @param group the key's latest episode; null where only events without one were seen
 * @param now the log time that the key has reached; never runs back
 * @param lastNewId when the newest event or command id was learned
 * @param newestReceived the newest {@code receivedAt} of the events that it has taken
 * @param idPages how many pages of {@link RecentIds} the key has; 0 where it has none
 * @param toldAt when counts were last told
 * @param flushAt when counts that have not been told must be
 * @param countDirty whether the group's counts have changed since they were told
 * @param minute the start of the minute that is being counted
 * @param minuteEvents its new firing events
 * @param minuteDuplicates its redeliveries
 * @param minuteDirty whether its totals have changed since they were told
 * @param episodeEvents new events of the latest episode, resolved ones included
 * @param lastEventAt when the latest episode had its last new event
 * @param statusSince when the group's status last changed
 * @param changedAt when its status or severity last changed
 * @param restartedAt when a person reopened it: its clocks start anew
 * @param reopens when its source reopened it in the last half hour, oldest first
 * @param snoozedFrom its status before it was snoozed
 * @param heldEvents whether events came while it is snoozed
 * @param planned whether the group has a plan that tells anybody
 * @param planDueAt when the group's plan has something due
 * @param dedupMillis the window of the rule that acted first on the group; 0 for the usual one
 * @param autoCloseMillis its auto-close; 0 for the usual one
 * @param ackTimeoutMillis its time-out of acknowledgements; 0 for the usual one
 * @param lastEventId the newest event of the group
 * @param announced by which inhibit rules the group has announced itself; 0 for none
 * @param wakeUpAt the timer that the caller has set for the clocks other than {@code flushAt}
 * @param acknowledgement the one that a snooze interrupts
 * @param firstIds the first page of its ids, where the caller keeps it here
 */
public record KeyState(
    @Nullable AlertGroup group,
    long now,
    long lastNewId,
    long newestReceived,
    int idPages,
    long toldAt,
    long flushAt,
    boolean countDirty,
    long minute,
    long minuteEvents,
    long minuteDuplicates,
    boolean minuteDirty,
    long episodeEvents,
    long lastEventAt,
    long statusSince,
    long changedAt,
    long restartedAt,
    List<Long> reopens,
    @Nullable GroupStatus snoozedFrom,
    boolean heldEvents,
    boolean planned,
    long planDueAt,
    long dedupMillis,
    long autoCloseMillis,
    long ackTimeoutMillis,
    @Nullable String lastEventId,
    long announced,
    long wakeUpAt,
    @Nullable StatusChange acknowledgement,
    @Nullable IdPage firstIds) {
  /** A key of which nothing is remembered. */
  public static final KeyState EMPTY =
      new KeyState(
          null, 0, 0, 0, 0, 0, 0, false, 0, 0, 0, false, 0, 0, 0, 0, 0, List.of(), null, false,
          false, 0, 0, 0, 0, null, 0, 0, null, null);

  public KeyState {
    reopens = reopens == null ? List.of() : reopens;
  }

  /** Whether nothing is remembered. */
  public boolean isEmpty() {
    return group == null && lastNewId == 0;
  }

  /** The same with another timer set. */
  public KeyState wakeUpAt(long time) {
    return with(time, firstIds);
  }

  /** The same with another first page of ids. */
  public KeyState firstIds(@Nullable IdPage page) {
    return with(wakeUpAt, page);
  }

  private KeyState with(long time, @Nullable IdPage page) {
    return new KeyState(
        group,
        now,
        lastNewId,
        newestReceived,
        idPages,
        toldAt,
        flushAt,
        countDirty,
        minute,
        minuteEvents,
        minuteDuplicates,
        minuteDirty,
        episodeEvents,
        lastEventAt,
        statusSince,
        changedAt,
        restartedAt,
        reopens,
        snoozedFrom,
        heldEvents,
        planned,
        planDueAt,
        dedupMillis,
        autoCloseMillis,
        ackTimeoutMillis,
        lastEventId,
        announced,
        time,
        acknowledgement,
        page);
  }
}
