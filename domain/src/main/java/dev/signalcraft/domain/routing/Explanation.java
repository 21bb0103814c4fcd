// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the rules would do with a group that an event opens.
 *
 * @param at the log time of its opening
 * @param facts what the rules can ask about it
 * @param severityRule the rule that raises its severity at once; null for none
 * @param opens whether there would be a group: an event that says that all is well opens none
 * @param rules every rule in the order in which it is tried
 * @param targets who is told of the opening
 * @param escalation who is told while nobody acknowledges, first to last
 */
public record Explanation(
    Instant at,
    Facts facts,
    @Nullable String severityRule,
    boolean opens,
    List<Trial> rules,
    List<Told> targets,
    List<Escalated> escalation,
    Windows windows) {
  /**
   * A channel that is told of the opening.
   *
   * @param waitMillis a group that is over before is never told
   * @param repeatMillis told again after this; 0 for never
   * @param sendResolved whether it is told the end
   * @param rules those that want it
   * @param heldBy the silences and mute timings that hold it when its wait is over
   */
  public record Told(
      String channel,
      @Nullable String mention,
      long waitMillis,
      long repeatMillis,
      boolean sendResolved,
      List<String> rules,
      List<String> heldBy) {}

  /**
   * A step of the escalation.
   *
   * @param afterMillis since the opening
   * @param rule the rule that says so
   * @param heldBy the silences and mute timings that hold it then
   */
  public record Escalated(
      long afterMillis,
      String channel,
      @Nullable String mention,
      String rule,
      List<String> heldBy) {}

  /**
   * The windows of the first rule that acts; null where what AlertsJob is set to holds.
   *
   * @param rule null where no rule acts
   */
  public record Windows(
      @Nullable String rule,
      @Nullable Long dedupMillis,
      @Nullable Long autoCloseMillis,
      @Nullable Long ackTimeoutMillis) {}

  /** Every channel that would be told, at the opening or by a step, by name. */
  public Set<String> told() {
    Set<String> told = new TreeSet<>();
    targets.forEach(target -> told.add(target.channel()));
    escalation.forEach(step -> told.add(step.channel()));
    return told;
  }
}
