// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.routing.Facts;
import dev.signalcraft.domain.routing.Routing;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The silences and mute timings of every workspace, as they and its zone are in force at a log
 * time.
 */
public final class Silences implements Routing.Quiet {
  private final ConfigHistory<Silence> silences;
  private final ConfigHistory<MuteTiming> muteTimings;
  private final ConfigHistory<Workspace> workspaces;

  /** Those that these histories know. */
  public Silences(
      ConfigHistory<Silence> silences,
      ConfigHistory<MuteTiming> muteTimings,
      ConfigHistory<Workspace> workspaces) {
    this.silences = silences;
    this.muteTimings = muteTimings;
    this.workspaces = workspaces;
  }

  @Override
  public boolean holds(AlertGroup group, String channel, long t) {
    List<Document<Silence>> silent = silences.inForce(group.workspace(), t);
    List<Document<MuteTiming>> muted = muteTimings.inForce(group.workspace(), t);
    if (silent.isEmpty() && muted.isEmpty()) {
      return false;
    }
    Facts facts = Facts.of(group);
    for (int i = 0; i < silent.size(); i++) {
      if (silent.get(i).content().holds(facts, t)) {
        return true;
      }
    }
    if (muted.isEmpty()) {
      return false;
    }
    ZoneId zone = Workspace.at(workspaces, group.workspace(), t).zone();
    for (int i = 0; i < muted.size(); i++) {
      if (muted.get(i).content().holds(facts, channel, t, zone)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What holds what a channel would be told, as {@code Silence/deploy}; none where nothing does.
   */
  public List<String> holding(AlertGroup group, String channel, long t) {
    Facts facts = Facts.of(group);
    List<String> holding = new ArrayList<>();
    for (Document<Silence> silence : silences.inForce(group.workspace(), t)) {
      if (silence.content().holds(facts, t)) {
        holding.add(Silence.KIND + "/" + silence.name());
      }
    }
    ZoneId zone = Workspace.at(workspaces, group.workspace(), t).zone();
    for (Document<MuteTiming> muteTiming : muteTimings.inForce(group.workspace(), t)) {
      if (muteTiming.content().holds(facts, channel, t, zone)) {
        holding.add(MuteTiming.KIND + "/" + muteTiming.name());
      }
    }
    return holding;
  }
}
