// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.util.ArrayList;
import java.util.List;

/** The channels of a {@link Plan} while one step changes what they are told. */
final class TargetEdits {
  final List<TargetEdit> all = new ArrayList<>();

  TargetEdits(List<Target> targets) {
    targets.forEach(target -> all.add(new TargetEdit(target)));
  }

  List<Target> targets() {
    return all.stream().map(TargetEdit::target).toList();
  }

  /** All but those that only steps tell are due; after their wait, if they are to wait. */
  void due(NotificationReason reason, long t, boolean waits) {
    for (TargetEdit target : all) {
      if (target.atOpening || target.told) {
        target.due(reason, waits ? t + target.waitMillis : t, target.mention);
      }
    }
  }

  /** Those that have not been told that the group fires are due. */
  void opened(long t) {
    for (TargetEdit target : all) {
      if (target.atOpening && !target.told) {
        target.due(NotificationReason.OPENED, t, target.mention);
      }
    }
  }

  /** Who was told is due at once, the others after their wait. */
  void raised(long t) {
    for (TargetEdit target : all) {
      if (target.atOpening || target.told) {
        long due = target.told ? t : t + target.waitMillis;
        target.due(NotificationReason.SEVERITY_RAISED, due, target.mention);
      }
    }
  }

  /** Who was told that the group fires is due, where the rules want it. */
  void over(long t) {
    for (TargetEdit target : all) {
      if (target.told && target.sendResolved) {
        target.due(NotificationReason.RESOLVED, t, null);
      }
      target.told = false;
    }
  }

  /** Nothing is due, no clock runs. */
  void rest() {
    for (TargetEdit target : all) {
      target.cancel();
      target.repeatAt = 0;
    }
  }

  /** Repeats count from then. */
  void repeatFrom(long t) {
    for (TargetEdit target : all) {
      target.repeatAt = target.told && target.repeatMillis != 0 ? t + target.repeatMillis : 0;
    }
  }

  /** When the next clock falls due; {@code Long.MAX_VALUE} for never. */
  long nextDue() {
    long next = Long.MAX_VALUE;
    for (TargetEdit target : all) {
      next = Math.min(next, target.nextDue());
    }
    return next;
  }
}
