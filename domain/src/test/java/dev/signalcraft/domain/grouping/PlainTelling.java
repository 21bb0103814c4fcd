// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is told about one stateless episode, told a second time and as plainly as can be: it looks at
 * every half minute in turn. It shares no code with what it judges. All times are half minutes.
 */
final class PlainTelling {
  private static final int HALF_HOUR = 60;

  enum What {
    FIRES,
    FIRES_CRITICAL,
    IS_OVER,
    ACKNOWLEDGE,
    UNACKNOWLEDGE,
    ESCALATE,
    SNOOZE,
    RESOLVE,
    REOPEN
  }

  /** Something happens; {@code until} is for a snooze. */
  record Input(int at, What what, int until) {}

  private enum Status {
    OPEN,
    ACKNOWLEDGED,
    SNOOZED,
    RESOLVED
  }

  private final PlainSetting setting;
  private final PlainEars ears;
  private final List<Integer> reopens = new ArrayList<>();
  private Status status;
  private Status beforeSnooze = Status.OPEN;
  private boolean critical;
  private boolean flapping;
  private boolean missed;
  private int snoozedUntil;
  private int acknowledgedAt;
  private int changedAt;
  private int nextStep;
  private int stepFrom = -1;

  private PlainTelling(PlainSetting setting) {
    this.setting = setting;
    ears = new PlainEars(setting.silentFrom(), setting.silentTo());
  }

  /** All that is told by the end: {@code <half minute> <channel> <reason>}. */
  static List<String> of(PlainSetting setting, List<Input> inputs, int end) {
    PlainTelling telling = new PlainTelling(setting);
    for (int now = 0; now <= end; now++) {
      telling.time(now);
      for (Input input : inputs) {
        if (input.at() == now) {
          telling.take(input, now);
          telling.deliver(now);
          telling.time(now);
        }
      }
    }
    return telling.ears.told;
  }

  private void time(int now) {
    while (clock(now)) {
      deliver(now);
    }
    deliver(now);
  }

  /** The first clock that is due. */
  private boolean clock(int now) {
    boolean timed = setting.ackTimeout() > 0 && acknowledgedAt + setting.ackTimeout() == now;
    if (status == Status.SNOOZED && snoozedUntil == now) {
      boolean speaks = missed;
      become(missed ? Status.OPEN : beforeSnooze, now);
      resume(now);
      if (speaks && !flapping) {
        ears.oweAll("snooze-ended", now, false);
      }
    } else if (status == Status.ACKNOWLEDGED && timed) {
      become(Status.OPEN, now);
      resume(now);
      if (!flapping) {
        ears.oweAll("reopened", now, false);
      }
    } else if (flapping && changedAt + HALF_HOUR == now) {
      flapping = false;
      reopens.clear();
      if (status == Status.OPEN) {
        resume(now);
        ears.oweAll("reopened", now, false);
      } else if (status == Status.RESOLVED) {
        ears.oweEnd(now);
      }
    } else if (stepFrom >= 0 && stepFrom + setting.gap(nextStep) == now) {
      escalate(now);
    } else {
      return false;
    }
    return true;
  }

  private void take(Input input, int now) {
    boolean fires = input.what() == What.FIRES || input.what() == What.FIRES_CRITICAL;
    boolean worsens = input.what() == What.FIRES_CRITICAL && !critical;
    if (fires && status == null) {
      critical = worsens;
      become(Status.OPEN, now);
      ears.listen(setting.channels());
      worst();
      for (PlainSetting.Step step : setting.steps()) {
        ears.ear(step.channel()).end |=
            setting.channels().stream().anyMatch(PlainSetting.Channel::end);
      }
      begin(now);
      ears.oweAll("opened", now, true);
    } else if (fires && status == Status.RESOLVED) {
      firesAgain(worsens, now);
    } else if (fires) {
      missed |= status == Status.SNOOZED;
      if (worsens) {
        worsen(now);
      }
    } else if (status != null) {
      command(input, now);
    }
  }

  private void firesAgain(boolean worsens, int now) {
    become(Status.OPEN, now);
    critical |= worsens;
    worst();
    if (!flapping) {
      begin(now);
      ears.oweAll("reopened", now, true);
    }
    reopens.add(now);
    reopens.removeIf(reopen -> now - reopen > HALF_HOUR);
    if (!flapping && reopens.size() >= 4) {
      flapping = true;
      rest();
      ears.oweAll("flapping", now, false);
    }
  }

  private void worsen(int now) {
    critical = true;
    changedAt = now;
    if (status == Status.ACKNOWLEDGED) {
      become(Status.OPEN, now);
      resume(now);
    }
    worst();
    if (status == Status.OPEN && !flapping) {
      ears.oweWorse(now);
    }
  }

  private void command(Input input, int now) {
    boolean open = status == Status.OPEN;
    boolean over = status == Status.RESOLVED;
    switch (input.what()) {
      case IS_OVER, RESOLVE -> {
        if (!over) {
          become(Status.RESOLVED, now);
          rest();
          if (!flapping) {
            ears.oweEnd(now);
          }
        }
      }
      case ACKNOWLEDGE -> {
        if (open) {
          become(Status.ACKNOWLEDGED, now);
          rest();
        }
      }
      case UNACKNOWLEDGE -> {
        if (status == Status.ACKNOWLEDGED) {
          become(Status.OPEN, now);
          resume(now);
          if (!flapping) {
            ears.oweUntold(now);
          }
        }
      }
      case ESCALATE -> {
        if (!over) {
          if (!open) {
            become(Status.OPEN, now);
            resume(now);
          }
          escalate(now);
        }
      }
      case SNOOZE -> {
        if (open || status == Status.ACKNOWLEDGED) {
          beforeSnooze = status;
          become(Status.SNOOZED, now);
          snoozedUntil = input.until();
          rest();
        }
      }
      default -> {
        if (over) {
          become(Status.OPEN, now);
          if (!flapping) {
            begin(now);
            ears.oweAll("reopened", now, true);
          }
        }
      }
    }
  }

  private void become(Status next, int now) {
    if (next == Status.ACKNOWLEDGED) {
      acknowledgedAt = now;
    }
    status = next;
    changedAt = now;
    missed = false;
  }

  private void worst() {
    if (critical) {
      ears.listen(setting.worst());
    }
  }

  private void begin(int now) {
    nextStep = 0;
    run(now);
  }

  private void run(int now) {
    stepFrom = nextStep < setting.steps().size() && !flapping ? now : -1;
  }

  private void resume(int now) {
    if (status == Status.OPEN && !flapping) {
      run(now);
      ears.resume(now);
    }
  }

  private void rest() {
    stepFrom = -1;
    ears.rest();
  }

  private void deliver(int now) {
    ears.deliver(flapping, now);
  }

  private void escalate(int now) {
    if (nextStep < setting.steps().size()) {
      do {
        PlainEars.owe(ears.ear(setting.steps().get(nextStep).channel()), "escalated", now);
        nextStep++;
      } while (nextStep < setting.steps().size() && setting.gap(nextStep) == 0);
    }
    run(now);
  }
}
