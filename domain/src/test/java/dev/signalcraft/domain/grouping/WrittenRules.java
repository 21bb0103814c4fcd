// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.routing.Documents;
import dev.signalcraft.domain.routing.Routing;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.Inhibition;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.silence.Silences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules that are made of documents as people write them, each version logged at its time. */
public final class WrittenRules {
  private final ConfigHistory<RoutingRule> routing =
      new ConfigHistory<>(RoutingRule.KIND, RoutingRule::read);
  private final ConfigHistory<Silence> silences = new ConfigHistory<>(Silence.KIND, Silence::read);
  private final ConfigHistory<MuteTiming> muteTimings =
      new ConfigHistory<>(MuteTiming.KIND, MuteTiming::read);
  private final ConfigHistory<Workspace> workspaces =
      new ConfigHistory<>(Workspace.KIND, Workspace::read);
  private final ConfigHistory<InhibitRule> inhibitRules =
      new ConfigHistory<>(InhibitRule.KIND, InhibitRule::read);
  private final Map<String, Long> versions = new HashMap<>();
  private final List<Logged> log = new ArrayList<>();

  /** A record of the config log. */
  public record Logged(ConfigRecord document, long logTime) {}

  /** The rules, chosen by time. */
  Rules rules() {
    return new Rules(
        SeverityRules.none(),
        new Routing(routing, new Silences(silences, muteTimings, workspaces)),
        inhibition());
  }

  /** Inhibition by these rules. */
  public Inhibition inhibition() {
    return new Inhibition(inhibitRules);
  }

  /** The config log. */
  public List<Logged> log() {
    return log;
  }

  /** A document that is in force at T0 and from before. */
  public WrittenRules with(String kind, String name, String spec) {
    return with(kind, name, spec, T0.minusSeconds(60));
  }

  /** A document that comes into force at a time: it is logged five seconds before. */
  public WrittenRules with(String kind, String name, String spec, Instant inForce) {
    return accept(Documents.document(kind, name, spec), false, inForce);
  }

  /** A document that is in force no longer from a time on. */
  public WrittenRules without(String kind, String name, Instant from) {
    return accept(Documents.document(kind, name, "{}"), true, from);
  }

  private WrittenRules accept(ConfigRecord first, boolean deleted, Instant inForce) {
    long version = versions.merge(first.key(), 1L, Long::sum);
    ConfigRecord document =
        new ConfigRecord(
            first.kind(),
            first.metadata(),
            version,
            version - 1,
            deleted,
            deleted ? null : first.spec());
    long logTime = inForce.toEpochMilli() - ConfigHistory.IN_FORCE_AFTER_MILLIS;
    log.add(new Logged(document, logTime));
    for (ConfigHistory<?> history :
        List.of(routing, silences, muteTimings, workspaces, inhibitRules)) {
      ConfigHistory.Outcome outcome = history.accept(document, logTime);
      if (outcome == ConfigHistory.Outcome.REFUSED || outcome == ConfigHistory.Outcome.LOST_RACE) {
        throw new AssertionError(outcome + ": " + document);
      }
    }
    return this;
  }
}
