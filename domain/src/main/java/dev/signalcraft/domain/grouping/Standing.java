// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Since when a group stands as it does, while one step changes it. */
final class Standing {
  long statusSince;
  long changedAt;
  long restartedAt;
  List<Long> reopens;
  @Nullable GroupStatus snoozedFrom;
  boolean heldEvents;
  @Nullable StatusChange acknowledgement;

  Standing(KeyState state) {
    statusSince = state.statusSince();
    changedAt = state.changedAt();
    restartedAt = state.restartedAt();
    reopens = state.reopens();
    snoozedFrom = state.snoozedFrom();
    heldEvents = state.heldEvents();
    acknowledgement = state.acknowledgement();
  }

  /** A group opens. */
  void open(GroupStatus status, long t) {
    statusSince = t;
    changedAt = t;
    restartedAt = 0;
    reopens = List.of();
    snoozedFrom = status == GroupStatus.SNOOZED ? GroupStatus.OPEN : null;
    heldEvents = status == GroupStatus.SNOOZED;
    acknowledgement = null;
  }

  /** The group stands otherwise from now on; says whether events came while it was snoozed. */
  boolean become(GroupEdit group, GroupStatus status, Severity severity, StatusChange why) {
    boolean held = heldEvents;
    long t = why.at().toEpochMilli();
    if (status != group.status) {
      statusSince = t;
      changedAt = t;
      heldEvents = false;
      snoozedFrom = status == GroupStatus.SNOOZED ? group.status : null;
      StatusChange interrupted = acknowledgement;
      acknowledgement = snoozedFrom == GroupStatus.ACKNOWLEDGED ? group.statusChange : null;
      boolean goesOn = status == GroupStatus.ACKNOWLEDGED && interrupted != null;
      group.statusChange = goesOn ? interrupted : why;
    } else if (why.reason() == ChangeReason.ESCALATED) {
      group.statusChange = why;
    }
    if (severity != group.severity) {
      changedAt = t;
    }
    group.become(status, t);
    group.severity = severity;
    return held;
  }

  /** How it stands when its snooze ends: what came in the meantime opens it. */
  GroupStatus afterSnooze() {
    return heldEvents || snoozedFrom == null ? GroupStatus.OPEN : snoozedFrom;
  }

  /** Counts a reopening by the source; says whether there were so many that it flaps. */
  boolean reopen(long t) {
    List<Long> recent = new ArrayList<>();
    for (int i = 0; i < reopens.size(); i++) {
      if (t - reopens.get(i) <= Grouping.FLAPPING_MILLIS) {
        recent.add(reopens.get(i));
      }
    }
    recent.add(t);
    if (recent.size() > Grouping.FLAPPING_REOPENS) {
      recent.remove(0);
    }
    reopens = recent;
    return recent.size() == Grouping.FLAPPING_REOPENS;
  }
}
