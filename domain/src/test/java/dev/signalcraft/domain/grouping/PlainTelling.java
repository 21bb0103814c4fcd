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

  /** A channel of a rule; 0 for no repeat. */
  record Channel(String name, int waits, int repeats, boolean end) {}

  /** A step of the escalation. */
  record Step(int after, String channel) {}

  /** The rules; {@code worst} is told only of what is critical. */
  record Setting(
      List<Channel> channels,
      List<Step> steps,
      List<Channel> worst,
      int silentFrom,
      int silentTo,
      int ackTimeout) {}

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

  private static final class Ear {
    final String name;
    int waits;
    int repeats;
    boolean end;
    boolean main;
    boolean knows;
    String owed;
    int owedAt;
    boolean silenced;
    int repeatAt = -1;

    Ear(String name) {
      this.name = name;
    }
  }

  private final Setting setting;
  private final List<Ear> ears = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
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

  private PlainTelling(Setting setting) {
    this.setting = setting;
  }

  /** All that is told by the end: {@code <half minute> <channel> <reason>}. */
  static List<String> of(Setting setting, List<Input> inputs, int end) {
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
    return telling.told;
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
        oweAll("snooze-ended", now, false);
      }
    } else if (status == Status.ACKNOWLEDGED && timed) {
      become(Status.OPEN, now);
      resume(now);
      if (!flapping) {
        oweAll("reopened", now, false);
      }
    } else if (flapping && changedAt + HALF_HOUR == now) {
      flapping = false;
      reopens.clear();
      if (status == Status.OPEN) {
        resume(now);
        oweAll("reopened", now, false);
      } else if (status == Status.RESOLVED) {
        oweEnd(now);
      }
    } else if (stepFrom >= 0 && stepFrom + gap(nextStep) == now) {
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
      listen(setting.channels());
      worst();
      for (Step step : setting.steps()) {
        ear(step.channel()).end |= setting.channels().stream().anyMatch(Channel::end);
      }
      begin(now);
      oweAll("opened", now, true);
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
      oweAll("reopened", now, true);
    }
    reopens.add(now);
    reopens.removeIf(reopen -> now - reopen > HALF_HOUR);
    if (!flapping && reopens.size() >= 4) {
      flapping = true;
      rest();
      oweAll("flapping", now, false);
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
      for (Ear ear : ears) {
        if (ear.main || ear.knows) {
          owe(ear, "severity-raised", ear.knows ? now : now + ear.waits);
        }
      }
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
            oweEnd(now);
          }
        }
      }
      case ACKNOWLEDGE -> {
        if (open) {
          become(Status.ACKNOWLEDGED, now);
          acknowledgedAt = now;
          rest();
        }
      }
      case UNACKNOWLEDGE -> {
        if (status == Status.ACKNOWLEDGED) {
          become(Status.OPEN, now);
          resume(now);
          for (Ear ear : ears) {
            if (ear.main && !ear.knows && !flapping) {
              owe(ear, "opened", now);
            }
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
            oweAll("reopened", now, true);
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
      listen(setting.worst());
    }
  }

  private void listen(List<Channel> channels) {
    for (Channel channel : channels) {
      Ear ear = ear(channel.name());
      ear.waits = ear.main ? Math.min(ear.waits, channel.waits()) : channel.waits();
      if (channel.repeats() > 0) {
        ear.repeats =
            ear.repeats == 0 ? channel.repeats() : Math.min(ear.repeats, channel.repeats());
      }
      ear.end |= channel.end();
      ear.main = true;
    }
  }

  private Ear ear(String name) {
    for (Ear ear : ears) {
      if (ear.name.equals(name)) {
        return ear;
      }
    }
    ears.add(new Ear(name));
    return ears.get(ears.size() - 1);
  }

  private int gap(int step) {
    int before = step == 0 ? 0 : setting.steps().get(step - 1).after();
    return setting.steps().get(step).after() - before;
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
      for (Ear ear : ears) {
        ear.repeatAt = ear.knows && ear.repeats > 0 ? now + ear.repeats : -1;
      }
    }
  }

  private void rest() {
    stepFrom = -1;
    for (Ear ear : ears) {
      ear.owed = null;
      ear.silenced = false;
      ear.repeatAt = -1;
    }
  }

  private void escalate(int now) {
    if (nextStep < setting.steps().size()) {
      do {
        owe(ear(setting.steps().get(nextStep).channel()), "escalated", now);
        nextStep++;
      } while (nextStep < setting.steps().size() && gap(nextStep) == 0);
    }
    run(now);
  }

  private void oweAll(String reason, int now, boolean waits) {
    for (Ear ear : ears) {
      if (ear.main || ear.knows) {
        owe(ear, reason, waits ? now + ear.waits : now);
      }
    }
  }

  private void oweEnd(int now) {
    for (Ear ear : ears) {
      if (ear.knows && ear.end) {
        owe(ear, "resolved", now);
      }
      ear.knows = false;
    }
  }

  /** What is owed earlier is told in its place, but for a step. */
  private static void owe(Ear ear, String reason, int at) {
    if (ear.owed == null || at <= ear.owedAt || reason.equals("escalated")) {
      ear.owedAt = ear.owed == null ? at : Math.min(at, ear.owedAt);
      ear.owed = reason;
    }
  }

  private void deliver(int now) {
    for (Ear ear : ears) {
      if (ear.repeatAt == now) {
        ear.repeatAt = -1;
        if (ear.owed == null) {
          owe(ear, "repeated", now);
        }
      }
      if (ear.owed != null && ear.owedAt <= now) {
        boolean end = ear.owed.equals("resolved");
        if (!end && now >= setting.silentFrom() && now < setting.silentTo()) {
          ear.silenced = true;
          ear.owedAt = now + 2;
        } else {
          told.add(now + " " + ear.name + " " + (ear.silenced ? "silence-ended" : ear.owed));
          ear.knows = !end;
          ear.repeatAt = end || flapping || ear.repeats == 0 ? -1 : now + ear.repeats;
          ear.owed = null;
          ear.silenced = false;
        }
      }
    }
  }
}
