// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.PlainSetting.Channel;
import dev.signalcraft.domain.grouping.PlainSetting.Step;
import dev.signalcraft.domain.grouping.PlainTelling.Input;
import dev.signalcraft.domain.grouping.PlainTelling.What;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any log of one key tells the channels what {@link PlainTelling} tells them. */
class TellingPropertiesTest {
  private static final int QUIET = 130;

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void anyLogTellsWhatThePlainTellingTells(
      @ForAll("settings") PlainSetting setting, @ForAll("logs") List<Input> log) {
    int end = end(log);
    List<String> plain = new ArrayList<>(PlainTelling.of(setting, log, end));

    assertThat(lines(run(setting, log, List.of(), false).run.told))
        .containsExactlyInAnyOrderElementsOf(plain);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anyTimesInBetweenChangeNothing(
      @ForAll("settings") PlainSetting setting,
      @ForAll("logs") List<Input> log,
      @ForAll("moments") List<Long> moments) {
    List<Notification> once = run(setting, log, List.of(), false).run.told;

    assertThat(run(setting, log, moments, false).run.told).isEqualTo(once);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void inputsThatComeAgainTellNobody(
      @ForAll("settings") PlainSetting setting, @ForAll("logs") List<Input> log) {
    List<Notification> once = run(setting, log, List.of(), false).run.told;
    List<Notification> again = run(setting, log, List.of(), true).run.told;

    assertThat(lines(again)).isEqualTo(lines(once));
    assertThat(again)
        .extracting(Notification::notificationId)
        .isEqualTo(once.stream().map(Notification::notificationId).toList());
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void everyNotificationHasItsReason(
      @ForAll("settings") PlainSetting setting, @ForAll("logs") List<Input> log) {
    List<Notification> told = run(setting, log, List.of(), false).run.told;
    Map<String, Notification> before = new HashMap<>();
    for (Notification next : told) {
      Notification last = before.put(next.channel(), next);
      boolean end = next.reason() == NotificationReason.RESOLVED;
      if (end) {
        assertThat(last).isNotNull();
        assertThat(last.reason()).isNotEqualTo(NotificationReason.RESOLVED);
      } else if (last != null) {
        boolean clock =
            next.reason() == NotificationReason.REPEATED
                || next.reason() == NotificationReason.SILENCE_ENDED;
        assertThat(clock || next.sequence() > last.sequence()).isTrue();
      }
      boolean first = !end && (last == null || last.reason() == NotificationReason.RESOLVED);
      assertThat(next.first()).isIn(first, !end);
    }
    assertThat(told).extracting(Notification::notificationId).doesNotHaveDuplicates();
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void rulesInShadowModeRecordBesideTheLiveOnesWhatTheyWouldTell(
      @ForAll("settings") PlainSetting setting, @ForAll("logs") List<Input> log) {
    List<String> plain = new ArrayList<>(PlainTelling.of(setting, log, end(log)));

    ToldRun alone = new ToldRun(30_000L * setting.ackTimeout());
    alone.with("RoutingRule", "windows", "{dedupWindow: 24h, notify: [{channel: other}]}");
    rules(alone, setting, "shadow-", "mode: shadow, ");
    play(alone, log, List.of(), false);
    assertThat(lines(of(alone, true))).containsExactlyInAnyOrderElementsOf(plain);
    assertThat(of(alone, false)).extracting(Notification::channel).isSubsetOf("other");

    ToldRun beside = new ToldRun(30_000L * setting.ackTimeout());
    rules(beside, setting, "shadow-", "mode: shadow, ");
    rules(beside, setting, "", "");
    play(beside, log, List.of(), false);
    assertThat(lines(of(beside, true))).containsExactlyInAnyOrderElementsOf(plain);
    assertThat(lines(of(beside, false))).containsExactlyInAnyOrderElementsOf(plain);
    assertThat(of(beside, true))
        .extracting(Notification::notificationId)
        .containsExactlyInAnyOrderElementsOf(
            of(beside, false).stream().map(Notification::notificationId).toList());
  }

  private static List<Notification> of(ToldRun run, boolean shadow) {
    return run.run.told.stream().filter(one -> one.shadow() == shadow).toList();
  }

  private static int end(List<Input> log) {
    return log.get(log.size() - 1).at() + QUIET;
  }

  private static Instant time(int halfMinutes) {
    return T0.plusSeconds(30L * halfMinutes);
  }

  private static List<String> lines(List<Notification> told) {
    return told.stream()
        .map(
            one ->
                (one.at().getEpochSecond() - T0.getEpochSecond()) / 30
                    + " "
                    + one.channel()
                    + " "
                    + WireName.of(one.reason()))
        .toList();
  }

  private static ToldRun run(
      PlainSetting setting, List<Input> log, List<Long> moments, boolean again) {
    ToldRun told = new ToldRun(30_000L * setting.ackTimeout());
    rules(told, setting, "", "");
    play(told, log, moments, again);
    return told;
  }

  private static ToldRun rules(ToldRun told, PlainSetting setting, String prefix, String mode) {
    told.with(
        "RoutingRule", prefix + "all", rule(setting.channels(), setting.steps(), "true", mode));
    if (!setting.worst().isEmpty()) {
      told.with(
          "RoutingRule",
          prefix + "worst",
          rule(setting.worst(), List.of(), "severity == 'critical'", mode));
    }
    if (setting.silentTo() > setting.silentFrom()) {
      told.with(
          "Silence",
          "quiet",
          "{matchers: [project=shop], startsAt: \"%s\", endsAt: \"%s\", reason: deploy}"
              .formatted(time(setting.silentFrom()), time(setting.silentTo())));
    }
    return told;
  }

  private static void play(ToldRun told, List<Input> log, List<Long> moments, boolean again) {
    List<Instant> left = new ArrayList<>(moments.stream().sorted().map(T0::plusMillis).toList());
    for (int i = 0; i < log.size(); i++) {
      Instant at = time(log.get(i).at());
      while (!left.isEmpty() && left.get(0).isBefore(at)) {
        told.run.until(left.remove(0));
      }
      take(told, log.get(i), i, at);
      if (again) {
        take(told, log.get(i), i, at);
        take(told, log.get(i / 2), i / 2, at);
      }
    }
    Instant end = time(end(log));
    left.stream().filter(moment -> moment.isBefore(end)).forEach(told.run::until);
    told.run.until(end);
  }

  private static void take(ToldRun told, Input input, int id, Instant at) {
    told.run.until(at);
    AlertGroup group = told.run.group();
    switch (input.what()) {
      case FIRES, FIRES_CRITICAL, IS_OVER -> told.run.at(at, said(input, id));
      default -> {
        if (group != null) {
          told.run.at(at, command(group, input, id));
        }
      }
    }
  }

  private static AlertEvent said(Input input, int id) {
    boolean over = input.what() == What.IS_OVER;
    boolean critical = input.what() == What.FIRES_CRITICAL;
    return build(
        draft("checkout", "e" + id, time(input.at()))
            .severity(critical ? Severity.CRITICAL : Severity.HIGH)
            .status(over ? EventStatus.RESOLVED : EventStatus.FIRING));
  }

  private static Command command(AlertGroup group, Input input, int id) {
    boolean snooze = input.what() == What.SNOOZE;
    return new Command(
        "%016x%016x".formatted(id + 1, 0),
        group.workspace(),
        group.groupId(),
        null,
        Action.valueOf(input.what().name()),
        "ada",
        snooze ? time(input.until()) : null,
        null,
        null,
        null);
  }

  private static String rule(List<Channel> channels, List<Step> steps, String when, String mode) {
    String notify =
        channels.stream()
            .map(
                channel ->
                    "{channel: %s, wait: %ds, sendResolved: %s%s}"
                        .formatted(
                            channel.name(),
                            30 * channel.waits(),
                            channel.end(),
                            channel.repeats() == 0
                                ? ""
                                : ", repeat: " + 30 * channel.repeats() + "s"))
            .collect(Collectors.joining(", "));
    String escalate =
        steps.stream()
            .map(step -> "{after: %ds, channel: %s}".formatted(30 * step.after(), step.channel()))
            .collect(Collectors.joining(", "));
    return "{%sdedupWindow: 24h, when: \"%s\", notify: [%s], escalate: [%s]}"
        .formatted(mode, when, notify, escalate);
  }

  @Provide
  Arbitrary<List<Long>> moments() {
    return Arbitraries.longs().between(0, 6 * 3_600_000L).list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<PlainSetting> settings() {
    Arbitrary<List<Channel>> channels =
        Combinators.combine(channel("slack"), channel("mail"), Arbitraries.of(1, 2))
            .as((slack, mail, count) -> List.of(slack, mail).subList(0, count));
    Arbitrary<List<Step>> steps =
        Combinators.combine(
                Arbitraries.of(0, 2, 4, 10),
                Arbitraries.of(0, 6, 20),
                Arbitraries.of("slack", "pager"),
                Arbitraries.of("pager", "boss"),
                Arbitraries.of(0, 1, 2, 2))
            .as(
                (after, more, first, second, count) ->
                    List.of(new Step(after, first), new Step(after + more, second))
                        .subList(0, count));
    Arbitrary<List<Channel>> worst =
        Combinators.combine(
                Arbitraries.of("slack", "pager", "worst").flatMap(TellingPropertiesTest::channel),
                Arbitraries.of(0, 1))
            .as((channel, count) -> List.of(channel).subList(0, count));
    return Combinators.combine(
            channels,
            steps,
            worst,
            Arbitraries.integers().between(0, 60),
            Arbitraries.of(0, 0, 1, 7, 40),
            Arbitraries.of(0, 0, 5, 30))
        .as(
            (targets, ladder, critical, from, length, timeout) ->
                new PlainSetting(targets, ladder, critical, from, from + length, timeout));
  }

  private static Arbitrary<Channel> channel(String name) {
    return Combinators.combine(
            Arbitraries.of(0, 0, 1, 2, 10),
            Arbitraries.of(0, 2, 4, 10, 60),
            Arbitraries.of(true, false))
        .as((waits, repeats, end) -> new Channel(name, waits, repeats, end));
  }

  @Provide
  Arbitrary<List<Input>> logs() {
    Arbitrary<What> whats =
        Arbitraries.frequency(
            Tuple.of(6, What.FIRES),
            Tuple.of(1, What.FIRES_CRITICAL),
            Tuple.of(4, What.IS_OVER),
            Tuple.of(2, What.ACKNOWLEDGE),
            Tuple.of(1, What.UNACKNOWLEDGE),
            Tuple.of(1, What.ESCALATE),
            Tuple.of(1, What.SNOOZE),
            Tuple.of(1, What.RESOLVE),
            Tuple.of(1, What.REOPEN));
    Arbitrary<Input> relative =
        Combinators.combine(
                Arbitraries.of(0, 1, 1, 2, 2, 4, 5, 10, 20, 60),
                whats,
                Arbitraries.of(1, 3, 10, 45))
            .as(Input::new);
    return relative
        .list()
        .ofMinSize(1)
        .ofMaxSize(25)
        .map(
            inputs -> {
              List<Input> log = new ArrayList<>(List.of(new Input(0, What.FIRES, 0)));
              int at = 0;
              for (Input input : inputs) {
                at += input.at();
                log.add(new Input(at, input.what(), at + input.until()));
              }
              return log;
            });
  }
}
