// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads a message is told who brought the alert to where it stands. */
class WhoDidItTest {
  private static final String SLACK = "{type: slack, token: 'env:T', channel: C1}";
  private static final AlertEvent FIRST = Events.build(stateful("1"));

  private final GroupStory story =
      new GroupStory(
              new ConfigLog()
                  .at(
                      T0.minusSeconds(60),
                      "RoutingRule",
                      "all",
                      "{notify: [{channel: ops, sendResolved: true}],"
                          + " escalate: [{after: 1h, channel: ops}]}"))
          .at(T0, FIRST);

  private static EventDraft stateful(String id) {
    return Events.draft("checkout", id, T0)
        .lifecycle(Lifecycle.STATEFUL)
        .expiresAt(T0.plusSeconds(7_200));
  }

  private GroupStory.Wish wish(String id) {
    return GroupStory.wish(story.group(FIRST).groupId(), id);
  }

  private void at(int second, EventDraft draft) {
    story.at(T0.plusSeconds(second), Events.build(draft));
  }

  private void acknowledged() {
    story.at(T0.plusSeconds(1), wish("ack").by("alice").to(Action.ACKNOWLEDGE));
  }

  /** What has been told of the group since it opened, with the group in it. */
  private List<AlertChange> changes() {
    return story.changes().stream().filter(change -> change.group() != null).toList();
  }

  private AlertChange change() {
    return changes().get(changes().size() - 1);
  }

  private Notification told() {
    return story.notifications().get(story.notifications().size() - 1);
  }

  private static String headline(Send send) {
    SlackMessage message = new SlackMessage(send, (SlackAddress) send.channel().address());
    String text = message.message().at("/blocks/0/text/text").textValue();
    return text.substring(text.indexOf('\n') + 1);
  }

  private static String at(Instant time) {
    return " · " + SlackText.time(time);
  }

  @Test
  void aNoteACountAndAnotherSeverityLeaveTheNameOfWhoHasIt() {
    acknowledged();
    String has = "Acknowledged by alice" + at(T0.plusSeconds(1));
    assertThat(headline(Sends.to(SLACK).of(change()))).isEqualTo(has);

    story.at(T0.plusSeconds(60), wish("note").by("bob").text("disk").to(Action.NOTE));
    assertThat(change().change().actor()).isEqualTo("bob");
    assertThat(headline(Sends.to(SLACK).of(change()))).isEqualTo(has);

    at(120, stateful("2"));
    story.until(T0.plusSeconds(122));
    assertThat(change().kind()).isEqualTo(AlertChange.Kind.COUNT);
    assertThat(headline(Sends.to(SLACK).of(change()))).isEqualTo(has);

    at(180, stateful("3").severity(Severity.LOW));
    assertThat(change().group().severity()).isEqualTo(Severity.LOW);
    assertThat(headline(Sends.to(SLACK).of(change()))).isEqualTo(has);
  }

  @Test
  void aSnoozeSaysWhoseItIsAndGivesAnAcknowledgementBack() {
    acknowledged();
    Instant until = T0.plusSeconds(600);
    story.at(T0.plusSeconds(2), wish("snooze").by("bob").until(until).to(Action.SNOOZE));
    story.at(T0.plusSeconds(60), wish("note").by("carol").text("disk").to(Action.NOTE));
    assertThat(headline(Sends.to(SLACK).of(change())))
        .isEqualTo("Snoozed until 2026-03-02 00:10 UTC by bob" + at(T0.plusSeconds(2)));

    story.until(until);
    assertThat(headline(Sends.to(SLACK).of(change())))
        .isEqualTo("Acknowledged by alice" + at(T0.plusSeconds(1)));
  }

  /** How a group may end, and what is said of it. */
  enum Ending {
    PERSON("Resolved by alice (fixed)", 60),
    SOURCE("Resolved by its source", 60),
    TIME("Resolved: its source has not sent it again", 7_200);

    private final String said;
    private final int second;

    Ending(String said, int second) {
      this.said = said;
      this.second = second;
    }
  }

  private void ends(Ending how) {
    switch (how) {
      case PERSON ->
          story.at(
              T0.plusSeconds(how.second),
              wish("end").by("alice").outcome(Outcome.FIXED).to(Action.RESOLVE));
      case SOURCE -> at(how.second, stateful("2").status(EventStatus.RESOLVED));
      case TIME -> story.until(T0.plusSeconds(how.second));
    }
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void theEndSaysOnceWhoResolvedIt(Ending how) {
    ends(how);
    Send send = Sends.to(SLACK).of(told());
    SlackMessage message = new SlackMessage(send, (SlackAddress) send.channel().address());

    assertThat(headline(send)).isEqualTo(how.said + at(T0.plusSeconds(how.second)));
    assertThat(message.message().path("text").textValue())
        .isEqualTo("HIGH · Broken checkout (shop/production): " + how.said);
    assertThat(message.reply().at("/blocks/0/text/text").textValue())
        .isEqualTo("*" + how.said + "*: :white_check_mark: *HIGH* · *Broken checkout*");
    assertThat(EmailMessage.of(send).text())
        .startsWith("HIGH: Broken checkout\n" + how.said + "\n\nStatus: " + how.said + "\n");
  }

  @ParameterizedTest
  @EnumSource(Ending.class)
  void theChangeThatFollowsTheEndSaysTheSame(Ending how) {
    ends(how);

    assertThat(headline(Sends.to(SLACK).of(change())))
        .isEqualTo(headline(Sends.to(SLACK).of(told())));
  }

  @Test
  void aDigestSaysWhoResolvedEach() {
    ends(Ending.PERSON);
    Send send = Sends.to(SLACK).of(story.notifications().get(0), told());

    assertThat(new SlackMessage(send, (SlackAddress) send.channel().address()).message().toString())
        .contains("Resolved by alice (fixed)");
    assertThat(EmailMessage.of(send).text()).contains("Resolved by alice (fixed)");
  }

  @Test
  void aWebhookHasItInItsGroupAndInThePlacesOfItsTemplate() throws Exception {
    ends(Ending.PERSON);
    String body = "[\"{{state}}\", \"{{statusBy}}\"]".replace("\"", "\\\"");
    Send plain = Sends.to("{type: webhook, url: 'https://a/'}").of(told());
    Send filled =
        Sends.to("{type: webhook, url: 'https://a/', body: \"%s\"}".formatted(body)).of(told());

    JsonNode change = Json.mapper().readTree(WebhookBody.of(plain)).at("/data/group/statusChange");
    assertThat(change.path("reason").textValue()).isEqualTo("resolved");
    assertThat(change.path("actor").textValue()).isEqualTo("alice");
    assertThat(change.path("at").textValue()).isEqualTo("2026-03-02T00:01:00.000Z");
    assertThat(WebhookBody.of(filled)).isEqualTo("[\"Resolved by alice (fixed)\", \"alice\"]");
  }

  @Test
  void whatAPersonEscalatesDoesNotSayThatNobodyHasAcknowledgedIt() {
    acknowledged();
    story.at(T0.plusSeconds(2), wish("more").by("bob").to(Action.ESCALATE));

    assertThat(headline(Sends.to(SLACK).of(told())))
        .isEqualTo("Escalated by bob" + at(T0.plusSeconds(2)));
  }

  @Test
  void whatTimeEscalatesSaysSoOnce() {
    story.until(T0.plusSeconds(3_600));

    assertThat(headline(Sends.to(SLACK).of(told())))
        .isEqualTo("Escalated: nobody has acknowledged it" + at(T0.plusSeconds(3_600)));
  }

  @Test
  void itIsStillSaidAfterARestart() {
    acknowledged();
    story.at(T0.plusSeconds(60), wish("note").by("bob").text("disk").to(Action.NOTE));
    List<AlertChange> changes = changes();
    QueueRun run = new QueueRun().offer(story.notifications().get(0));
    run.land(SendResult.sent(200, "m1")).hear(changes.get(1)).pass(2_000).landAll();
    assertThat(headline(run.sends.get(1))).startsWith("Acknowledged by alice · ");

    run.checkpoint().crash(0).hear(changes.get(2)).pass(2_000).landAll();

    assertThat(run.sends).hasSize(3);
    assertThat(headline(run.sends.get(2)))
        .isEqualTo("Acknowledged by alice" + at(T0.plusSeconds(1)));
  }

  @Test
  void countsThatOvertakeAnAcknowledgementDoNotHideItFromPagerDuty() {
    acknowledged();
    at(2, stateful("2"));
    story.until(T0.plusSeconds(5));
    List<AlertChange> changes = changes();
    assertThat(changes)
        .extracting(AlertChange::kind)
        .endsWith(AlertChange.Kind.CHANGE, AlertChange.Kind.COUNT);
    QueueRun run = new QueueRun().offer(story.notifications().get(0));
    run.land(SendResult.sent(200, "m1"));

    run.hear(changes.get(1), changes.get(2)).pass(2_000).landAll();

    assertThat(run.sends).hasSize(2);
    assertThat(run.sends.get(1).change().group().count()).isEqualTo(2);
    assertThat(actions(run.sends.get(1))).containsExactly("acknowledge");
  }

  @Test
  void whatBecomesOfAnIncidentSaysByWhom() {
    acknowledged();
    Send change = Sends.to(SLACK).of(change());
    assertThat(PagerDutyEvent.of(change, "k").get(0).at("/payload/summary").textValue())
        .isEqualTo("Acknowledged by alice: Broken checkout");

    ends(Ending.PERSON);
    Notification first = story.notifications().get(0);
    for (Send end : List.of(Sends.to(SLACK).of(told()), Sends.to(SLACK).of(first, told()))) {
      assertThat(actions(end)).containsExactly("resolve");
      assertThat(PagerDutyEvent.of(end, "k").get(0).at("/payload/summary").textValue())
          .isEqualTo("Resolved by alice (fixed): Broken checkout");
    }
  }

  @Test
  void whatWaitedUntilSomebodyHadItIsAcknowledgedAtOnceInPagerDuty() {
    acknowledged();
    QueueRun run = new QueueRun().offer(story.notifications().get(0));
    run.land(SendResult.retry(503, "HTTP 503", 0)).hear(change()).pass(60_000).landAll();

    assertThat(run.sends).hasSize(2);
    Send late = run.sends.get(1);
    assertThat(actions(late)).containsExactly("trigger", "acknowledge");
    assertThat(PagerDutyEvent.of(late, "k").get(0).at("/payload/custom_details/state").textValue())
        .isEqualTo("Acknowledged by alice");
    assertThat(headline(late))
        .isEqualTo("New alert · Acknowledged by alice" + at(T0.plusSeconds(1)));
  }

  private static List<String> actions(Send send) {
    return PagerDutyEvent.of(send, "k").stream()
        .map(event -> event.path("event_action").textValue())
        .toList();
  }

  @Test
  void aRecordOfBeforeIsReadAndSaysWhatItKnows() throws Exception {
    acknowledged();
    ObjectNode old = Json.mapper().valueToTree(change());
    assertThat(((ObjectNode) old.get("group")).remove("statusChange")).isNotNull();
    ends(Ending.PERSON);
    ObjectNode end = Json.mapper().valueToTree(told());
    assertThat(((ObjectNode) end.get("group")).remove("statusChange")).isNotNull();

    AlertChange change = Json.mapper().treeToValue(old, AlertChange.class);
    Notification told = Json.mapper().treeToValue(end, Notification.class);

    assertThat(headline(Sends.to(SLACK).of(change))).startsWith("Acknowledged · ");
    assertThat(headline(Sends.to(SLACK).of(told))).startsWith("Resolved (fixed) · ");
  }
}
