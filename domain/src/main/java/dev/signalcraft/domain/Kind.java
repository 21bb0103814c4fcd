// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.grouping.SeverityRule;
import dev.signalcraft.domain.monitor.Monitor;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.silence.InhibitRule;
import dev.signalcraft.domain.silence.MuteTiming;
import dev.signalcraft.domain.silence.Silence;
import dev.signalcraft.domain.slo.Slo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of documents on the topic {@code config}, each before those that name it, with what
 * reads their content.
 */
public enum Kind {
  WORKSPACE(Workspace.KIND, Workspace::read),
  CHANNEL(Channel.KIND, Channel::read),
  INTEGRATION(Integration.KIND, Integration::read),
  SEVERITY_RULE(SeverityRule.KIND, SeverityRule::read),
  SILENCE(Silence.KIND, Silence::read),
  MUTE_TIMING(MuteTiming.KIND, MuteTiming::read),
  INHIBIT_RULE(InhibitRule.KIND, InhibitRule::read),
  MONITOR(Monitor.KIND, Monitor::read),
  SLO(Slo.KIND, Slo::read),
  ROUTING_RULE(RoutingRule.KIND, RoutingRule::read);

  private static final String NAME_RULE = ": 1 to 63 lower-case letters, digits or hyphens";

  private final String wireName;

  @SuppressWarnings("ImmutableEnumChecker") // Readers hold nothing.
  private final ConfigHistory.Reader<?> reader;

  Kind(String wireName, ConfigHistory.Reader<?> reader) {
    this.wireName = wireName;
    this.reader = reader;
  }

  /** As records write it, such as {@code RoutingRule}. */
  public String wireName() {
    return wireName;
  }

  /** The kind that is written so; null where there is none. */
  public static @Nullable Kind of(String wireName) {
    for (Kind kind : values()) {
      if (kind.wireName.equals(wireName)) {
        return kind;
      }
    }
    return null;
  }

  /** The way to write the kind that was most likely meant. */
  public static String nearest(String text) {
    List<String> names = Arrays.stream(values()).map(Kind::wireName).toList();
    return Nearest.of(text.length() > 64 ? text.substring(0, 64) : text, names);
  }

  /**
   * The checked content of a document of this kind.
   *
   * @throws IllegalArgumentException what is wrong with it, after its place and a colon
   */
  public Object read(ConfigRecord document) {
    return reader.read(document);
  }

  /**
   * Checks a document as whoever uses it will: its names, its kind and, unless it is a deletion,
   * its content.
   *
   * @throws IllegalArgumentException what is wrong with it, after its place and a colon
   */
  public static Kind check(ConfigRecord document) {
    if (!Integration.isName(document.metadata().workspace())) {
      throw new IllegalArgumentException("metadata.workspace" + NAME_RULE);
    }
    if (!Integration.isName(document.metadata().name())) {
      throw new IllegalArgumentException("metadata.name" + NAME_RULE);
    }
    Kind kind = of(document.kind());
    if (kind == null) {
      throw new IllegalArgumentException(
          "kind: no such kind; did you mean " + nearest(document.kind()) + "?");
    }
    if (!document.deleted()) {
      Object unused = kind.read(document);
    }
    return kind;
  }
}
