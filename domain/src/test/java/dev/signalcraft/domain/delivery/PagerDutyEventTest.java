// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyEventTest {
  private static final Sends OPS = Sends.to("{type: pagerduty, routingKey: 'env:K'}");

  private static List<String> actions(List<ObjectNode> events) {
    return events.stream()
        .map(e -> e.path("event_action").textValue() + " " + e.path("dedup_key").textValue())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL,critical", "HIGH,error", "MEDIUM,warning", "LOW,info"})
  void anAlertTriggersByItsGroup(Severity severity, String name) {
    Notification told =
        told(
            "{channel: ops}",
            Events.draft("a", "1", T0).severity(severity).link("https://s.example/1"));

    List<ObjectNode> events = PagerDutyEvent.of(OPS.of(told), "K3Y");

    assertThat(actions(events)).containsExactly("trigger " + told.groupId());
    ObjectNode event = events.get(0);
    assertThat(event.path("routing_key").textValue()).isEqualTo("K3Y");
    assertThat(event.at("/payload/summary").textValue()).isEqualTo("Broken a");
    assertThat(event.at("/payload/source").textValue()).isEqualTo("shop/production");
    assertThat(event.at("/payload/severity").textValue()).isEqualTo(name);
    assertThat(event.at("/payload/timestamp").textValue()).isEqualTo("2026-03-02T00:00:00.000Z");
    assertThat(event.at("/links/0/href").textValue()).isEqualTo("https://s.example/1");
  }

  @Test
  void aTestOpensAnIncidentOfNoWeightAndEndsIt() {
    Notification test = ChannelTrial.of("default", "ops", "1", "ada", T0);

    List<ObjectNode> events = PagerDutyEvent.of(OPS.of(test), "k");

    assertThat(actions(events))
        .containsExactly("trigger " + test.groupId(), "resolve " + test.groupId());
    assertThat(events.get(0).at("/payload/severity").textValue()).isEqualTo("info");
    assertThat(events.get(0).at("/payload/summary").textValue())
        .isEqualTo("Test of the channel ops");
  }

  @Test
  void aTestInADigestKeepsNoIncidentOpen() {
    Notification test = ChannelTrial.of("default", "ops", "1", "ada", T0);
    Notification told = told("a");

    List<ObjectNode> events = PagerDutyEvent.of(OPS.of(test, told), "k");

    assertThat(actions(events)).first().isEqualTo("resolve " + test.groupId());
    assertThat(events).hasSize(2);
    assertThat(events.get(1).at("/payload/custom_details/alerts")).hasSize(1);
  }

  private static GroupStory story() {
    return Sends.story("{channel: ops, sendResolved: true}").at(T0, Events.event("a", "1", T0));
  }

  private static String group() {
    return story().group(Events.event("a", "1", T0)).groupId();
  }

  @ParameterizedTest
  @CsvSource({"ACKNOWLEDGE,acknowledge", "SNOOZE,acknowledge", "RESOLVE,resolve"})
  void theIncidentFollowsTheGroup(Action action, String event) {
    GroupStory.Wish wish = GroupStory.wish(group(), "1");
    GroupStory story =
        story()
            .at(
                T0.plusSeconds(1),
                (action == Action.SNOOZE ? wish.until(T0.plusSeconds(60)) : wish).to(action));
    AlertChange change = last(story);

    assertThat(actions(PagerDutyEvent.of(OPS.of(change), "k")))
        .containsExactly(event + " " + group());
  }

  @Test
  void whatOpensAgainWithoutBeingToldLeavesTheIncidentAsItIs() {
    GroupStory story =
        story()
            .at(T0.plusSeconds(1), GroupStory.wish(group(), "1").to(Action.ACKNOWLEDGE))
            .at(T0.plusSeconds(2), GroupStory.wish(group(), "2").to(Action.UNACKNOWLEDGE));

    assertThat(PagerDutyEvent.of(OPS.of(last(story)), "k")).isEmpty();
  }

  private static AlertChange last(GroupStory story) {
    List<AlertChange> changes =
        story.changes().stream().filter(c -> c.change() != null && c.group() != null).toList();
    return changes.get(changes.size() - 1);
  }

  private static Notification resolved() {
    GroupStory story =
        story().at(T0.plusSeconds(1), GroupStory.wish(group(), "1").to(Action.RESOLVE));
    List<Notification> told = story.notifications();
    return told.get(told.size() - 1);
  }

  @Test
  void whoIsToldThatItIsOverResolves() {
    assertThat(actions(PagerDutyEvent.of(OPS.of(resolved()), "k")))
        .containsExactly("resolve " + group());
  }

  @Test
  void aDigestPagesOnceForWhatFiresAndResolvesEachThatIsOver() {
    Notification opened = story().notifications().get(0);
    Send send = OPS.of(opened, told("b"), told("c"), resolved());

    String oldest =
        send.told().stream()
            .filter(told -> told.at().equals(T0))
            .map(Notification::notificationId)
            .min(Comparator.naturalOrder())
            .orElseThrow();

    List<ObjectNode> events = PagerDutyEvent.of(send, "k");

    assertThat(actions(events)).containsExactly("resolve " + group(), "trigger digest-" + oldest);
    assertThat(events.get(1).at("/payload/custom_details/alerts")).hasSize(2);
    assertThat(events.get(1).at("/payload/summary").textValue())
        .isEqualTo("4 notifications about 3 alerts");
  }

  @Test
  void aDigestSaysHowManyMoreItHolds() {
    Notification[] many =
        IntStream.range(0, 203).mapToObj(i -> told("f" + i)).toArray(Notification[]::new);

    JsonNode listed =
        PagerDutyEvent.of(OPS.of(many), "k").get(0).at("/payload/custom_details/alerts");

    assertThat(listed).hasSize(201);
    assertThat(listed.get(200).textValue()).isEqualTo("and 3 more");
  }

  @Test
  void aDigestThatHasGrownBeforeItIsTriedAgainIsTheSameIncident() {
    Notification first = told("a");
    GroupStory story = Sends.story("{channel: ops}");
    Notification later =
        story
            .at(T0.plusSeconds(5), Events.event("b", "1", T0.plusSeconds(5)))
            .notifications()
            .get(0);
    Notification latest =
        Sends.story("{channel: ops}")
            .at(T0.plusSeconds(9), Events.event("c", "1", T0.plusSeconds(9)))
            .notifications()
            .get(0);

    assertThat(actions(PagerDutyEvent.of(OPS.of(first, later), "k")))
        .isEqualTo(actions(PagerDutyEvent.of(OPS.of(latest, first, later), "k")))
        .containsExactly("trigger digest-" + first.notificationId());
  }

  @Test
  void whoIsToldAgainAfterAnAcknowledgementIsPagedAgain() {
    GroupStory story =
        Sends.story("{channel: ops}", "ackTimeout: 1m")
            .at(T0, Events.event("a", "1", T0))
            .at(T0.plusSeconds(1), GroupStory.wish(group(), "1").to(Action.ACKNOWLEDGE))
            .until(T0.plusSeconds(120));
    Notification again = story.notifications().get(1);

    assertThat(again.reason()).isEqualTo(NotificationReason.REOPENED);
    assertThat(actions(PagerDutyEvent.of(OPS.of(again), "k")))
        .containsExactly("resolve " + group(), "trigger " + group());
  }

  @Test
  void whoIsToldAgainAfterASnoozeIsPagedAgain() {
    GroupStory story =
        story()
            .at(
                T0.plusSeconds(1),
                GroupStory.wish(group(), "1").until(T0.plusSeconds(60)).to(Action.SNOOZE))
            .at(T0.plusSeconds(2), Events.event("a", "2", T0.plusSeconds(2)))
            .until(T0.plusSeconds(120));
    Notification again = story.notifications().get(1);

    assertThat(again.reason()).isEqualTo(NotificationReason.SNOOZE_ENDED);
    assertThat(actions(PagerDutyEvent.of(OPS.of(again), "k")))
        .containsExactly("resolve " + group(), "trigger " + group());
  }

  @Test
  void whoIsRemindedAfterAnAcknowledgementWasTakenBackIsPagedAgain() {
    GroupStory story =
        Sends.story("{channel: ops, repeat: 1m}")
            .at(T0, Events.event("a", "1", T0))
            .at(T0.plusSeconds(1), GroupStory.wish(group(), "1").to(Action.ACKNOWLEDGE))
            .at(T0.plusSeconds(2), GroupStory.wish(group(), "2").to(Action.UNACKNOWLEDGE))
            .until(T0.plusSeconds(90));
    Notification again = story.notifications().get(1);

    assertThat(again.reason()).isEqualTo(NotificationReason.REPEATED);
    assertThat(actions(PagerDutyEvent.of(OPS.of(again), "k")))
        .containsExactly("resolve " + group(), "trigger " + group());
  }

  @Test
  void whatIsRepeatedIsTheSameIncident() {
    GroupStory story =
        Sends.story("{channel: ops, repeat: 1m}")
            .at(T0, Events.event("a", "1", T0))
            .until(T0.plusSeconds(90));

    assertThat(actions(PagerDutyEvent.of(OPS.of(story.notifications().get(1)), "k")))
        .containsExactly("trigger " + group());
  }

  @Test
  void aDigestOfWhatIsOverPagesNobody() {
    assertThat(actions(PagerDutyEvent.of(OPS.of(resolved(), resolved()), "k")))
        .containsExactly("resolve " + group());
  }
}
