// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Clause;
import dev.signalcraft.domain.routing.Explanation;
import dev.signalcraft.domain.routing.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@link Explanation} in lines: the path through the rules, then who would be told and when. */
final class Story {
  private static final Map<Clause.Verdict, String> WORDS =
      Map.of(
          Clause.Verdict.HOLDS, "yes",
          Clause.Verdict.DOES_NOT_HOLD, "no",
          Clause.Verdict.FAILS, "fails");
  private static final Map<Clause.Join, String> JOINS =
      Map.of(
          Clause.Join.ALL, "all of",
          Clause.Join.ANY, "one of",
          Clause.Join.NOT, "not");

  private final Explanation explanation;
  private final List<String> lines = new ArrayList<>();

  private Story(Explanation explanation) {
    this.explanation = explanation;
  }

  static List<String> of(Explanation explanation) {
    Story story = new Story(explanation);
    story.facts();
    explanation.rules().forEach(story::rule);
    story.told();
    return story.lines.stream().map(line -> line.replaceAll("\\p{Cntrl}", " ")).toList();
  }

  private void facts() {
    String raised =
        explanation.severityRule() == null
            ? ""
            : ", raised by the severity rule " + explanation.severityRule();
    lines.add(explanation.facts().title());
    lines.add(
        "  severity %s%s · project %s · environment %s · source %s"
            .formatted(
                explanation.facts().severity(),
                raised,
                explanation.facts().project(),
                explanation.facts().environment(),
                explanation.facts().source()));
    if (explanation.rules().isEmpty()) {
      lines.add("there are no routing rules");
    }
  }

  private void rule(Trial trial) {
    String version = trial.version() == 0 ? "" : ", version " + trial.version();
    String stop = trial.outcome() == Trial.Outcome.ACTS && trial.stop() ? ", and stops" : "";
    lines.add(
        "%s (priority %d%s): %s%s"
            .formatted(
                trial.name(),
                trial.priority(),
                version,
                WireName.of(trial.outcome()).replace('-', ' '),
                stop));
    if (trial.condition() != null) {
      clause(trial.condition(), "  ");
    }
  }

  private void clause(Clause clause, String indent) {
    Clause.Join join = clause.join();
    String verdict = "%-6s".formatted(WORDS.get(clause.verdict()));
    if (join != null) {
      lines.add(indent + verdict + JOINS.get(join));
      clause.parts().forEach(part -> clause(part, indent + "  "));
      return;
    }
    StringBuilder facts = new StringBuilder();
    clause.facts().forEach((field, text) -> facts.append(" · %s is \"%s\"".formatted(field, text)));
    lines.add(indent + verdict + clause.text() + facts);
  }

  private void told() {
    lines.add("told:");
    if (!explanation.opens()) {
      lines.add("  nobody: the alert is resolved, it opens no group");
    } else if (explanation.told().isEmpty()) {
      lines.add("  nobody");
    }
    for (Explanation.Told told : explanation.targets()) {
      lines.add(
          "  %-8s %s%s%s%s by %s%s"
              .formatted(
                  told.waitMillis() == 0 ? "at once" : after(told.waitMillis()),
                  told.channel(),
                  mention(told.mention()),
                  told.repeatMillis() == 0 ? "" : ", again every " + time(told.repeatMillis()),
                  told.sendResolved() ? ", and the end" : "",
                  String.join(", ", told.rules()),
                  held(told.heldBy())));
    }
    for (Explanation.Escalated step : explanation.escalation()) {
      lines.add(
          "  %-8s %s%s, unless acknowledged, by %s%s"
              .formatted(
                  after(step.afterMillis()),
                  step.channel(),
                  mention(step.mention()),
                  step.rule(),
                  held(step.heldBy())));
    }
  }

  private static String mention(@Nullable String mention) {
    return mention == null ? "" : " " + mention;
  }

  private static String held(List<String> by) {
    return by.isEmpty() ? "" : "; held by " + String.join(", ", by);
  }

  private static String after(long millis) {
    return "after " + time(millis);
  }

  private static String time(long millis) {
    return Duration.ofMillis(millis).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
