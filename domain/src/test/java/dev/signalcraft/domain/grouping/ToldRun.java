// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Documents;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Routing;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.Inhibition;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.silence.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One key whose channels are told by documents written as people write them. */
final class ToldRun {
  private final ConfigHistory<RoutingRule> rules =
      new ConfigHistory<>(RoutingRule.KIND, RoutingRule::read);
  private final ConfigHistory<Silence> silences = new ConfigHistory<>(Silence.KIND, Silence::read);
  private final ConfigHistory<MuteTiming> muteTimings =
      new ConfigHistory<>(MuteTiming.KIND, MuteTiming::read);
  private final ConfigHistory<InhibitRule> inhibitRules =
      new ConfigHistory<>(InhibitRule.KIND, InhibitRule::read);
  private final Map<String, Long> versions = new HashMap<>();
  final KeyRun run =
      new KeyRun(
          new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0),
          new Rules(
              SeverityRules.none(),
              new Routing(rules, new Silences(silences, muteTimings)),
              new Inhibition(inhibitRules)));

  /** A document that is in force at T0 and from before. */
  ToldRun with(String kind, String name, String spec) {
    return with(kind, name, spec, T0.minusSeconds(60));
  }

  /** A document that comes into force at a time: it is logged five seconds before. */
  ToldRun with(String kind, String name, String spec, Instant inForce) {
    ConfigRecord first = Documents.document(kind, name, spec);
    long version = versions.merge(kind + "/" + name, 1L, Long::sum);
    ConfigRecord document =
        new ConfigRecord(kind, first.metadata(), version, version - 1, false, first.spec());
    long logTime = inForce.toEpochMilli() - ConfigHistory.IN_FORCE_AFTER_MILLIS;
    for (ConfigHistory<?> history : List.of(rules, silences, muteTimings, inhibitRules)) {
      if (history.accept(document, logTime) == ConfigHistory.Outcome.REFUSED) {
        throw new AssertionError("refused: " + spec);
      }
    }
    return this;
  }

  /** Who was told, when after T0, why and with whose mention: {@code 10m slack opened @here}. */
  List<String> told() {
    return run.told.stream().map(ToldRun::line).toList();
  }

  private static String line(Notification told) {
    String mention = told.mention() == null ? "" : " " + told.mention();
    return after(told.at()) + " " + told.channel() + " " + WireName.of(told.reason()) + mention;
  }

  private static String after(Instant at) {
    String text =
        Duration.between(T0, at).toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    return text;
  }
}
