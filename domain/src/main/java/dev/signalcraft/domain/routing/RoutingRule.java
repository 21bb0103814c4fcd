// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.SpecReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told about the groups for which a condition holds.
 *
 * @param priority the lowest number acts first, of equals the first by name
 * @param mode whether it tells, or only records what it would tell
 * @param when null for every group
 * @param stop whether no later rule acts on a group that this one takes
 * @param targets who is told as soon as the group opens
 * @param steps who is told while nobody acknowledges, by the time since the opening
 * @param fallback the channel that is told when another one fails for good
 * @param dedupMillis the rule's window of grouping; 0 for the usual one
 * @param autoCloseMillis 0 for the usual one
 * @param ackTimeoutMillis 0 for the usual one
 */
public record RoutingRule(
    boolean enabled,
    int priority,
    Mode mode,
    @Nullable Condition when,
    boolean stop,
    List<Target> targets,
    List<Step> steps,
    @Nullable String fallback,
    long dedupMillis,
    long autoCloseMillis,
    long ackTimeoutMillis) {
  /** The kind of its documents. */
  public static final String KIND = "RoutingRule";

  /** The most targets and the most steps of a rule. */
  public static final int MAX_TARGETS = 16;

  private static final int MAX_MENTION = 256;
  private static final Duration NONE = Duration.ZERO;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  /** What a rule does with what it decides. */
  public enum Mode {
    LIVE,
    /**
     * Records beside the live rules what it would tell, at its place among them: nobody is told, no
     * live rule is stopped, no group changes.
     */
    SHADOW
  }

  /**
   * A channel that is told.
   *
   * @param mention whom the message names there
   * @param waitMillis a group that resolves before is never told
   * @param repeatMillis told again after this, while nobody acknowledges; 0 for never
   * @param sendResolved whether the end is told too
   */
  public record Target(
      String channel,
      @Nullable String mention,
      long waitMillis,
      long repeatMillis,
      boolean sendResolved) {}

  /** A step of the escalation, this long after the opening. */
  public record Step(long afterMillis, String channel, @Nullable String mention) {}

  private record NotifySpec(
      @Nullable String channel,
      @Nullable String mention,
      @JsonProperty("wait") @Nullable String waitFor,
      @Nullable String repeat,
      boolean sendResolved) {}

  private record EscalateSpec(
      @Nullable String after, @Nullable String channel, @Nullable String mention) {}

  private record Spec(
      @Nullable Boolean enabled,
      @Nullable Integer priority,
      @Nullable Mode mode,
      @Nullable String when,
      boolean stop,
      @JsonProperty("notify") @Nullable List<@Nullable NotifySpec> targets,
      @Nullable List<@Nullable EscalateSpec> escalate,
      @Nullable String fallback,
      @Nullable String dedupWindow,
      @Nullable String autoCloseAfter,
      @Nullable String ackTimeout) {}

  public RoutingRule {
    targets = List.copyOf(targets);
    steps = List.copyOf(steps);
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static RoutingRule read(ConfigRecord document) {
    Spec spec = READER.read(document);
    List<Target> targets = targets(spec);
    List<Step> steps = steps(spec);
    if (targets.isEmpty() && steps.isEmpty() && !spec.stop()) {
      throw new IllegalArgumentException(
          "spec.notify: name a channel, or say stop: true to tell nobody");
    }
    return new RoutingRule(
        !Boolean.FALSE.equals(spec.enabled()),
        spec.priority() == null ? 0 : spec.priority(),
        spec.mode() == null ? Mode.LIVE : spec.mode(),
        condition(spec.when()),
        spec.stop(),
        targets,
        steps,
        spec.fallback() == null ? null : channel(spec.fallback(), "spec.fallback"),
        SpecReader.millis(spec.dedupWindow(), "spec.dedupWindow", 0, MINUTE, DAY),
        SpecReader.millis(spec.autoCloseAfter(), "spec.autoCloseAfter", 0, MINUTE, MONTH),
        SpecReader.millis(spec.ackTimeout(), "spec.ackTimeout", 0, MINUTE, MONTH));
  }

  private static @Nullable Condition condition(@Nullable String when) {
    try {
      return when == null || when.isBlank() ? null : Condition.of(when);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.when: " + e.getMessage(), e);
    }
  }

  private static List<Target> targets(Spec spec) {
    List<Target> targets = new ArrayList<>();
    for (NotifySpec given : SpecReader.list(spec.targets(), "spec.notify", MAX_TARGETS)) {
      String place = "spec.notify[" + targets.size() + "]";
      targets.add(
          new Target(
              channel(given.channel(), place + ".channel"),
              mention(given.mention(), place),
              SpecReader.millis(given.waitFor(), place + ".wait", 0, NONE, DAY),
              SpecReader.millis(given.repeat(), place + ".repeat", 0, MINUTE, MONTH),
              given.sendResolved()));
    }
    return targets;
  }

  private static List<Step> steps(Spec spec) {
    List<Step> steps = new ArrayList<>();
    for (EscalateSpec given : SpecReader.list(spec.escalate(), "spec.escalate", MAX_TARGETS)) {
      String place = "spec.escalate[" + steps.size() + "]";
      long after = SpecReader.millis(given.after(), place + ".after", -1, NONE, MONTH);
      if (after < 0) {
        throw new IllegalArgumentException(place + ".after: give a duration such as 10m");
      }
      if (!steps.isEmpty() && after < steps.get(steps.size() - 1).afterMillis()) {
        throw new IllegalArgumentException(place + ".after: comes before the step before it");
      }
      steps.add(
          new Step(
              after,
              channel(given.channel(), place + ".channel"),
              mention(given.mention(), place)));
    }
    return steps;
  }

  private static String channel(@Nullable String name, String place) {
    if (name == null || !Integration.isName(name)) {
      throw new IllegalArgumentException(
          place + ": name a channel: 1 to 63 lower-case letters, digits or hyphens");
    }
    return name;
  }

  private static @Nullable String mention(@Nullable String mention, String place) {
    if (mention != null && (mention.isBlank() || mention.length() > MAX_MENTION)) {
      throw new IllegalArgumentException(place + ".mention: 1 to " + MAX_MENTION + " characters");
    }
    return mention;
  }
}
