// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.routing.Documents;
import dev.signalcraft.domain.routing.Notification;
import java.util.List;

/** Sends that a story led to: {@code Sends.to("{type: log}").of(told("{channel: ops}", event))}. */
public final class Sends {
  private final Channel channel;
  private String messageId;
  private int attempt = 1;

  private Sends(Channel channel) {
    this.channel = channel;
  }

  /** To the channel {@code ops} of workspace {@code default}, whose document has this spec. */
  public static Sends to(String spec) {
    return new Sends(channel(spec));
  }

  /** The channel of this spec. */
  public static Channel channel(String spec) {
    return Channel.read(Documents.document(Channel.KIND, "ops", spec));
  }

  /** Of a group whose message stands there. */
  public Sends standing(String id) {
    messageId = id;
    return this;
  }

  /** Not for the first time. */
  public Sends attempt(int number) {
    attempt = number;
    return this;
  }

  /** One notification, or a digest of several. */
  public Send of(Notification... told) {
    return new Send(
        GroupKey.hash("send", told[0].notificationId(), Integer.toString(told.length)),
        "default",
        "ops",
        channel,
        List.of(told),
        null,
        messageId,
        attempt);
  }

  /** A change that nobody is told. */
  public Send of(AlertChange change) {
    return new Send(
        GroupKey.hash("send", change.groupKey()),
        "default",
        "ops",
        channel,
        List.of(),
        change,
        messageId,
        attempt);
  }

  /** A story with one rule, whose only target is this. */
  public static GroupStory story(String target) {
    return new GroupStory(
        new ConfigLog()
            .at(T0.minusSeconds(60), "RoutingRule", "urgent", "{notify: [%s]}".formatted(target)));
  }

  /** A story with one rule, whose only target is this, and which says this besides. */
  public static GroupStory story(String target, String more) {
    return new GroupStory(
        new ConfigLog()
            .at(
                T0.minusSeconds(60),
                "RoutingRule",
                "urgent",
                "{notify: [%s], %s}".formatted(target, more)));
  }

  /** What this target is told when this event comes. */
  public static Notification told(String target, EventDraft draft) {
    return story(target).at(T0, Events.build(draft)).notifications().get(0);
  }

  /** What is told when an alert of this fingerprint comes. */
  public static Notification told(String fingerprint) {
    return told("{channel: ops}", Events.draft(fingerprint, "1", T0));
  }
}
