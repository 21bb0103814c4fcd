// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.StatusChange;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.json.WireTime;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a send says, of one group or of several in a digest; every form is made of it. */
final class Facts {
  /** The places that a template has, besides those of tags. */
  static final List<String> NAMES =
      List.of(
          "id",
          "reason",
          "summary",
          "title",
          "message",
          "severity",
          "status",
          "state",
          "statusBy",
          "workspace",
          "channel",
          "source",
          "project",
          "environment",
          "groupId",
          "version",
          "count",
          "notifications",
          "firstSeen",
          "lastSeen",
          "at",
          "rule",
          "mention",
          "assignee",
          "runbook",
          "link");

  /** Those that are always numbers. */
  static final Set<String> NUMBERS = Set.of("version", "count", "notifications");

  private static final String ASSIGNEE = "assignee";
  private static final int MAX_LISTED = 100;

  private final Send send;
  private final AlertGroup group;

  /**
   * What this send says.
   *
   * @throws IllegalArgumentException when it is a change that carries no group
   */
  Facts(Send send) {
    this.send = send;
    AlertGroup now = send.told().isEmpty() ? changed(send) : newest(send).group();
    if (now == null) {
      throw new IllegalArgumentException("a change without its group tells nothing");
    }
    group = now;
  }

  private static @Nullable AlertGroup changed(Send send) {
    AlertChange change = send.change();
    return change == null ? null : change.group();
  }

  private static Notification newest(Send send) {
    return send.told().get(send.told().size() - 1);
  }

  Send send() {
    return send;
  }

  /** The group; of a digest that of its newest notification. */
  AlertGroup group() {
    return group;
  }

  boolean isDigest() {
    return send.told().size() > 1;
  }

  /** The one notification; null for a digest and for an update. */
  @Nullable Notification told() {
    return send.told().size() == 1 ? send.told().get(0) : null;
  }

  /** What happened to the group; null where counts alone or nothing did. */
  @Nullable GroupChange change() {
    AlertChange change = send.change();
    return change == null ? null : change.change();
  }

  /** When it was decided or happened. */
  Instant at() {
    AlertChange change = send.change();
    return change == null ? newest(send).at() : change.at();
  }

  /** When it came to stand as it does; of a notification when it was decided, if that is later. */
  Instant since() {
    StatusChange status = group.statusChange();
    return status != null && (told() == null || status.at().isAfter(at())) ? status.at() : at();
  }

  /** Of a digest the worst of what still fires, or of all where nothing does. */
  Severity severity() {
    if (!isDigest()) {
      return group.severity();
    }
    boolean fires = send.told().stream().anyMatch(told -> Wording.fires(told.reason()));
    Severity worst = Severity.LOW;
    for (Notification told : send.told()) {
      if ((Wording.fires(told.reason()) || !fires) && told.group().severity().worseThan(worst)) {
        worst = told.group().severity();
      }
    }
    return worst;
  }

  /** Why it is told, or where the group stands now; of a digest how much it holds. */
  String summary() {
    if (isDigest()) {
      Set<String> groups = new HashSet<>();
      send.told().forEach(told -> groups.add(told.groupId()));
      return "%d notifications about %d %s"
          .formatted(send.told().size(), groups.size(), groups.size() == 1 ? "alert" : "alerts");
    }
    Notification told = told();
    return told == null ? Wording.state(group) : Wording.reason(told);
  }

  /** Whom it names, each once; {@code assignee} is whoever has the group. */
  List<String> mentions() {
    Set<String> mentions = new LinkedHashSet<>();
    for (Notification told : send.told()) {
      String mention = told.mention();
      if (mention != null) {
        for (String name : mention.strip().split("\\s+", -1)) {
          String named = name.equals(ASSIGNEE) ? told.group().assignee() : name;
          if (named != null) {
            mentions.add(named);
          }
        }
      }
    }
    return List.copyOf(mentions);
  }

  private String reason() {
    Notification told = told();
    GroupChange change = change();
    if (isDigest()) {
      return "digest";
    }
    return told != null
        ? WireName.of(told.reason())
        : change == null ? "count" : WireName.of(change.reason());
  }

  /**
   * What fills a place of a template; empty where there is nothing, and in a digest where each of
   * its groups has its own.
   */
  String value(String name) {
    return isDigest() ? ofDigest(name) : ofOne(name);
  }

  private String ofDigest(String name) {
    return switch (name) {
      case "id",
          "reason",
          "summary",
          "severity",
          "workspace",
          "channel",
          "notifications",
          "at",
          "mention" ->
          ofOne(name);
      case "title" -> summary();
      case "message" -> String.join("\n", DigestText.lines(send.told(), MAX_LISTED));
      case "count" ->
          Long.toString(send.told().stream().mapToLong(told -> told.group().count()).sum());
      case "version" -> "0";
      default -> "";
    };
  }

  private String ofOne(String name) {
    if (name.startsWith("tags.")) {
      return group.tags().getOrDefault(name.substring("tags.".length()), "");
    }
    StatusChange statusChange = group.statusChange();
    return text(
        switch (name) {
          case "id" -> send.id();
          case "reason" -> reason();
          case "summary" -> summary();
          case "title" -> group.title();
          case "message" -> group.message();
          case "severity" -> WireName.of(severity());
          case "status" -> WireName.of(group.status());
          case "state" -> Wording.state(group);
          case "statusBy" -> statusChange == null ? "" : statusChange.actor();
          case "workspace" -> send.workspace();
          case "channel" -> send.channelName();
          case "source" -> group.source();
          case "project" -> group.project();
          case "environment" -> group.environment();
          case "groupId" -> group.groupId();
          case "version" -> Integer.toString(group.version());
          case "count" -> Long.toString(group.count());
          case "notifications" -> Integer.toString(send.told().size());
          case "firstSeen" -> WireTime.format(group.firstSeen());
          case "lastSeen" -> WireTime.format(group.lastSeen());
          case "at" -> WireTime.format(at());
          case "rule" -> send.told().isEmpty() ? group.rule() : newest(send).rule();
          case "mention" -> String.join(" ", mentions());
          case "assignee" -> group.assignee();
          case "runbook" -> group.runbook();
          case "link" -> group.link();
          default -> throw new IllegalArgumentException("no place is called " + name);
        });
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
