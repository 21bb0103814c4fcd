// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;

import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One key whose channels are told by documents written as people write them: {@code told.fires("1",
 * "0S").does(Action.ACKNOWLEDGE, "5M").until("1H")}. Times count from T0.
 */
final class ToldRun {
  private final WrittenRules rules = new WrittenRules();
  final KeyRun run;
  private int commands;

  ToldRun() {
    this(0);
  }

  ToldRun(long ackTimeoutMillis) {
    run =
        new KeyRun(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, ackTimeoutMillis), rules.rules());
  }

  /** The time that lies so long after T0. */
  static Instant at(String duration) {
    return T0.plus(Duration.parse("PT" + duration));
  }

  /** A document that is in force at T0 and from before. */
  ToldRun with(String kind, String name, String spec) {
    rules.with(kind, name, spec);
    return this;
  }

  /** A document that comes into force at a time: it is logged five seconds before. */
  ToldRun with(String kind, String name, String spec, Instant inForce) {
    rules.with(kind, name, spec, inForce);
    return this;
  }

  /** A document that is in force no longer from a time on. */
  ToldRun without(String kind, String name, Instant from) {
    rules.without(kind, name, from);
    return this;
  }

  /** The group fires. */
  ToldRun fires(String id, String when) {
    run.at(at(when), event("checkout", id, at(when)));
    return this;
  }

  /** The group fires with a severity. */
  ToldRun fires(String id, String when, Severity severity) {
    return is(draft("checkout", id, at(when)).severity(severity), when);
  }

  /** Its source says that it is over. */
  ToldRun resolves(String id, String when) {
    return is(draft("checkout", id, at(when)).status(EventStatus.RESOLVED), when);
  }

  /** Its source says this. */
  ToldRun is(EventDraft said, String when) {
    run.at(at(when), build(said));
    return this;
  }

  /** A person does something. */
  ToldRun does(Action action, String when) {
    return does(action, when, null);
  }

  /** A person snoozes it. */
  ToldRun snoozes(String when, String until) {
    return does(Action.SNOOZE, when, at(until));
  }

  private ToldRun does(Action action, String when, Instant until) {
    run.until(at(when));
    String id = "%016x%016x".formatted(++commands, 0);
    String groupId = run.group().groupId();
    run.at(
        at(when),
        new Command(id, "default", groupId, null, action, "ada", until, null, null, null));
    return this;
  }

  /** Time passes. */
  ToldRun until(String when) {
    run.until(at(when));
    return this;
  }

  /** Who was told, when after T0, why and with whose mention: {@code 10m slack opened @here}. */
  List<String> told() {
    return run.told.stream().map(ToldRun::line).toList();
  }

  static String line(Notification told) {
    String mention = told.mention() == null ? "" : " " + told.mention();
    return after(told.at()) + " " + told.channel() + " " + WireName.of(told.reason()) + mention;
  }

  private static String after(Instant at) {
    return Duration.between(T0, at).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
