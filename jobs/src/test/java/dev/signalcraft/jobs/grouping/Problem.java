// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One problem of a {@link Night}: what its source sends and what persons do about it. */
final class Problem {
  private final Night night;
  private final String name;
  private final Lifecycle lifecycle;
  private final List<Night.Entry> entries = new ArrayList<>();
  private Severity severity;
  private String service = "shop";
  private Duration earlier = Duration.ZERO;
  private long goodForSeconds;
  private Integer expectedVersion;
  private int events;
  private int commands;

  Problem(Night night, String name, Lifecycle lifecycle, Severity severity) {
    this.night = night;
    this.name = name;
    this.lifecycle = lifecycle;
    this.severity = severity;
  }

  String name() {
    return name;
  }

  boolean is(String other) {
    return name.equals(other);
  }

  List<Night.Entry> entries() {
    return entries;
  }

  String groupKey() {
    return GroupKey.of(Events.build(draft(0, night.end())));
  }

  /** What it sends from now on. */
  Problem of(Severity next) {
    severity = next;
    return this;
  }

  Problem tagged(String value) {
    service = value;
    return this;
  }

  /** Each firing event ends so long after it was sent. */
  Problem goodFor(long seconds) {
    goodForSeconds = seconds;
    return this;
  }

  /** The next command expects this version. */
  Problem expecting(int version) {
    expectedVersion = version;
    return this;
  }

  /** All of it happens a day earlier. */
  Problem theDayBefore() {
    earlier = Duration.ofDays(1);
    return this;
  }

  void fires(String clock) {
    fires(clock, 0, 1);
  }

  void fires(String clock, int everySeconds, int times) {
    firesWithRepeats(clock, everySeconds, times, times + 1);
  }

  /** Of every so many the first comes again half a second later. */
  void firesWithRepeats(String clock, int everySeconds, int times, int repeatOneOf) {
    for (int i = 0; i < times; i++) {
      Instant at = at(clock).plusSeconds((long) everySeconds * i);
      EventDraft draft = draft(events++, at);
      send(at, draft);
      if (i % repeatOneOf == repeatOneOf - 1) {
        send(at.plusMillis(500), draft);
      }
    }
  }

  /** An event that was sent before comes again. */
  void again(String clock, int number, String sentAt) {
    send(at(clock), draft(number, at(sentAt)));
  }

  /** The event is told two days after it occurred. */
  void firesStale(String clock) {
    EventDraft draft = draft(events++, at(clock));
    send(at(clock), draft.occurredAt(at(clock).minus(Duration.ofDays(2))));
  }

  void resolves(String clock) {
    send(at(clock), draft(events++, at(clock)).status(EventStatus.RESOLVED));
  }

  void said(String clock, String opened, String actor, Action action) {
    command(clock, opened, actor, action, null, null, null, null);
  }

  void text(String clock, String opened, String actor, Action action, String text) {
    command(clock, opened, actor, action, null, null, null, text);
  }

  void assign(String clock, String opened, String actor, String assignee) {
    command(clock, opened, actor, Action.ASSIGN, null, assignee, null, null);
  }

  void snooze(String clock, String opened, String actor, String until) {
    command(clock, opened, actor, Action.SNOOZE, at(until), null, null, null);
  }

  void resolve(String clock, String opened, String actor, Outcome outcome) {
    command(clock, opened, actor, Action.RESOLVE, null, null, outcome, null);
  }

  /** The command that was given last comes again. */
  void lastCommandAgain(String clock) {
    entries.add(new Night.Entry(at(clock), entries.get(entries.size() - 1).input()));
  }

  private void command(
      String clock,
      String opened,
      String actor,
      Action action,
      Instant until,
      String assignee,
      Outcome outcome,
      String text) {
    String id = GroupKey.hash(name, "command", Integer.toString(commands++));
    String groupId = groupKey() + "-" + at(opened).toEpochMilli();
    Command command =
        new Command(
            id, "default", groupId, expectedVersion, action, actor, until, assignee, outcome, text);
    expectedVersion = null;
    entries.add(new Night.Entry(at(clock), Input.of(command)));
  }

  private void send(Instant at, EventDraft draft) {
    AlertEvent event = Events.build(draft);
    entries.add(new Night.Entry(at, Input.of(GroupKey.of(event), event)));
  }

  private EventDraft draft(int number, Instant at) {
    EventDraft draft =
        Events.draft(name, name + "-" + number, at)
            .lifecycle(lifecycle)
            .severity(severity)
            .tag("service", service);
    return goodForSeconds == 0 ? draft : draft.expiresAt(at.plusSeconds(goodForSeconds));
  }

  private Instant at(String clock) {
    return night.at(clock).minus(earlier);
  }
}
