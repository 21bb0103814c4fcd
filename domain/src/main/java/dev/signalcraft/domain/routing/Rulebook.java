// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Opening;
import dev.signalcraft.domain.grouping.SeverityRule;
import dev.signalcraft.domain.grouping.SeverityRules;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.silence.Silences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one workspace, asked what they would do with an alert. What crosses groups is left
 * out: inhibition, and the group that the alert would join.
 */
public final class Rulebook {
  private final List<Document<RoutingRule>> routing = new ArrayList<>();
  private final List<Document<SeverityRule>> severity = new ArrayList<>();
  private final List<Document<Silence>> silences = new ArrayList<>();
  private final List<Document<MuteTiming>> muteTimings = new ArrayList<>();
  private final List<Document<Workspace>> workspaces = new ArrayList<>();

  /** Adds a document; those of kinds that decide nothing here are passed over. */
  public void add(String name, long version, Object content) {
    if (content instanceof RoutingRule rule) {
      routing.add(new Document<>(name, version, rule));
    } else if (content instanceof SeverityRule rule) {
      severity.add(new Document<>(name, version, rule));
    } else if (content instanceof Silence silence) {
      silences.add(new Document<>(name, version, silence));
    } else if (content instanceof MuteTiming muteTiming) {
      muteTimings.add(new Document<>(name, version, muteTiming));
    } else if (content instanceof Workspace settings) {
      workspaces.add(new Document<>(name, version, settings));
    }
  }

  /** What would become of the group that an event opens at a log time. */
  public Explanation explain(AlertEvent event, long t) {
    String workspace = event.workspace();
    Opening opening =
        Opening.of(
            event,
            new SeverityRules(ConfigHistory.standing(SeverityRule.KIND, workspace, severity)),
            t);
    AlertGroup group = opening.group();
    Silences quiet =
        new Silences(
            ConfigHistory.standing(Silence.KIND, workspace, silences),
            ConfigHistory.standing(MuteTiming.KIND, workspace, muteTimings),
            settings(workspace));
    Facts facts = Facts.of(group);
    List<Document<RoutingRule>> rules = routing.stream().sorted(RoutingRules.ORDER).toList();
    List<Trial> trials = Trial.all(rules, facts);
    List<Document<RoutingRule>> acting = opening.opens() ? acting(rules, trials) : List.of();
    List<TargetEdit> targets = new ArrayList<>();
    Planning.addTargets(targets, acting);
    List<Step> steps = Planning.steps(targets, acting);
    List<Explanation.Told> told = new ArrayList<>();
    for (TargetEdit target : targets) {
      if (target.atOpening) {
        told.add(
            new Explanation.Told(
                target.channel,
                target.mention,
                target.waitMillis,
                target.repeatMillis,
                target.sendResolved,
                wanting(acting, target.channel),
                quiet.holding(group, target.channel, t + target.waitMillis)));
      }
    }
    List<Explanation.Escalated> escalation = new ArrayList<>();
    long after = 0;
    for (Step step : steps) {
      after += step.gapMillis();
      escalation.add(
          new Explanation.Escalated(
              after,
              step.channel(),
              step.mention(),
              step.rule(),
              quiet.holding(group, step.channel(), t + after)));
    }
    return new Explanation(
        Instant.ofEpochMilli(t),
        facts,
        opening.severityRule(),
        opening.opens(),
        trials,
        told,
        escalation,
        windows(acting.isEmpty() ? null : acting.get(0)));
  }

  /** What these documents say of a workspace itself. */
  public ConfigHistory<Workspace> settings(String workspace) {
    return ConfigHistory.standing(Workspace.KIND, workspace, workspaces);
  }

  private static List<Document<RoutingRule>> acting(
      List<Document<RoutingRule>> rules, List<Trial> trials) {
    List<Document<RoutingRule>> acting = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      if (trials.get(i).outcome() == Trial.Outcome.ACTS) {
        acting.add(rules.get(i));
      }
    }
    return acting;
  }

  private static List<String> wanting(List<Document<RoutingRule>> acting, String channel) {
    return acting.stream()
        .filter(
            rule ->
                rule.content().targets().stream()
                    .anyMatch(target -> target.channel().equals(channel)))
        .map(Document::name)
        .toList();
  }

  private static Explanation.Windows windows(@Nullable Document<RoutingRule> first) {
    if (first == null) {
      return new Explanation.Windows(null, null, null, null);
    }
    RoutingRule rule = first.content();
    return new Explanation.Windows(
        first.name(),
        set(rule.dedupMillis()),
        set(rule.autoCloseMillis()),
        set(rule.ackTimeoutMillis()));
  }

  private static @Nullable Long set(long millis) {
    return millis == 0 ? null : millis;
  }
}
