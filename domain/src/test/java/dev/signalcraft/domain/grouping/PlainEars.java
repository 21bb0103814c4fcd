// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.grouping.PlainSetting.Channel;
import java.util.ArrayList;
import java.util.List;

/** What each channel of {@link PlainTelling} knows and is owed. */
final class PlainEars {
  static final class Ear {
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

  final List<Ear> ears = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  private final int silentFrom;
  private final int silentTo;

  PlainEars(int silentFrom, int silentTo) {
    this.silentFrom = silentFrom;
    this.silentTo = silentTo;
  }

  void listen(List<Channel> channels) {
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

  Ear ear(String name) {
    for (Ear ear : ears) {
      if (ear.name.equals(name)) {
        return ear;
      }
    }
    ears.add(new Ear(name));
    return ears.get(ears.size() - 1);
  }

  void oweAll(String reason, int now, boolean waits) {
    for (Ear ear : ears) {
      if (ear.main || ear.knows) {
        owe(ear, reason, waits ? now + ear.waits : now);
      }
    }
  }

  void oweWorse(int now) {
    for (Ear ear : ears) {
      if (ear.main || ear.knows) {
        owe(ear, "severity-raised", ear.knows ? now : now + ear.waits);
      }
    }
  }

  void oweUntold(int now) {
    for (Ear ear : ears) {
      if (ear.main && !ear.knows) {
        owe(ear, "opened", now);
      }
    }
  }

  void oweEnd(int now) {
    for (Ear ear : ears) {
      if (ear.knows && ear.end) {
        owe(ear, "resolved", now);
      }
      ear.knows = false;
    }
  }

  /** What is owed earlier is told in its place, but for a step. */
  static void owe(Ear ear, String reason, int at) {
    if (ear.owed == null || at <= ear.owedAt || reason.equals("escalated")) {
      ear.owedAt = ear.owed == null ? at : Math.min(at, ear.owedAt);
      ear.owed = reason;
    }
  }

  /** Nothing is owed any more. */
  void rest() {
    for (Ear ear : ears) {
      ear.owed = null;
      ear.silenced = false;
      ear.repeatAt = -1;
    }
  }

  /** Repeats begin anew. */
  void resume(int now) {
    for (Ear ear : ears) {
      ear.repeatAt = ear.knows && ear.repeats > 0 ? now + ear.repeats : -1;
    }
  }

  void deliver(boolean flapping, int now) {
    for (Ear ear : ears) {
      if (ear.repeatAt == now) {
        ear.repeatAt = -1;
        if (ear.owed == null) {
          owe(ear, "repeated", now);
        }
      }
      if (ear.owed != null && ear.owedAt <= now) {
        boolean end = ear.owed.equals("resolved");
        if (!end && now >= silentFrom && now < silentTo) {
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
