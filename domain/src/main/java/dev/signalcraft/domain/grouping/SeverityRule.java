// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Severity by frequency: a group that matches is at least as severe as its count says.
 *
 * @param match what a group must have; empty for every group
 * @param steps from the least count on
 */
public record SeverityRule(Match match, List<Step> steps) {
  /** The kind of its documents. */
  public static final String KIND = "SeverityRule";

  private static final int MAX_STEPS = 16;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  /** What a group must have; a null or empty part asks for nothing. */
  public record Match(
      @Nullable String source,
      @Nullable String project,
      @Nullable String environment,
      @Nullable EventType type,
      Map<String, String> tags) {
    public Match {
      tags = tags == null ? Map.of() : tags;
    }

    private boolean takes(AlertGroup group) {
      return (source == null || source.equals(group.source()))
          && (project == null || project.equals(group.project()))
          && (environment == null || environment.equals(group.environment()))
          && (type == null || type == group.type())
          && group.tags().entrySet().containsAll(tags.entrySet());
    }
  }

  /** From this count on, the group is at least this severe. */
  public record Step(long count, Severity severity) {}

  private record Spec(
      @Nullable Boolean enabled, @Nullable Match match, @Nullable List<@Nullable Step> steps) {}

  public SeverityRule {
    steps = List.copyOf(steps);
  }

  /**
   * The severity of a group with this count; null where the rule says nothing. The group is as its
   * first event opened it, so a rule takes it for all its life or never.
   */
  @Nullable Severity severityOf(AlertGroup opened, long count) {
    Severity severity = null;
    if (match.takes(opened)) {
      for (int i = 0; i < steps.size() && steps.get(i).count() <= count; i++) {
        severity = steps.get(i).severity();
      }
    }
    return severity;
  }

  /**
   * Reads the content of a document; a rule that is not enabled has no steps.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static SeverityRule read(ConfigRecord document) {
    Spec spec = READER.read(document);
    if (spec.steps() == null || spec.steps().isEmpty()) {
      throw new IllegalArgumentException("spec.steps: give at least one count with its severity");
    }
    if (spec.steps().size() > MAX_STEPS) {
      throw new IllegalArgumentException("spec.steps: more than " + MAX_STEPS);
    }
    Match match = spec.match() == null ? new Match(null, null, null, null, Map.of()) : spec.match();
    List<Step> steps = checked(spec.steps());
    return new SeverityRule(match, Boolean.FALSE.equals(spec.enabled()) ? List.of() : steps);
  }

  private static List<Step> checked(List<@Nullable Step> given) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Step step = given.get(i);
      if (step == null || step.severity() == null || step.count() < 1) {
        throw new IllegalArgumentException(
            "spec.steps[" + i + "]: give a count from 1 and a severity");
      }
      steps.add(step);
    }
    steps.sort(Comparator.comparingLong(Step::count));
    for (int i = 1; i < steps.size(); i++) {
      Severity before = steps.get(i - 1).severity();
      if (!steps.get(i).severity().worseThan(before)) {
        throw new IllegalArgumentException(
            "spec.steps: with more events the severity must be worse, which "
                + WireName.of(steps.get(i).severity())
                + " is not after "
                + WireName.of(before));
      }
    }
    return steps;
  }
}
