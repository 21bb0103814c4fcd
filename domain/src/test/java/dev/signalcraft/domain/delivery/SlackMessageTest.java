// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Notification;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackMessageTest {
  private static final String OPS =
      "{type: slack, token: 'env:T', channel: C1, mentions: {'@oncall': S2, '@ada': U3}}";

  private static SlackMessage slack(Send send) {
    return new SlackMessage(send, (SlackAddress) send.channel().address());
  }

  private static ObjectNode message(Notification... told) {
    return slack(Sends.to(OPS).of(told)).message();
  }

  private static EventDraft event() {
    return Events.draft("checkout", "1", T0);
  }

  private static List<String> buttons(JsonNode message) {
    return StreamSupport.stream(message.path("blocks").spliterator(), false)
        .filter(block -> block.path("type").textValue().equals("actions"))
        .flatMap(block -> StreamSupport.stream(block.path("elements").spliterator(), false))
        .map(button -> button.path("action_id").textValue())
        .toList();
  }

  /** What Slack refuses, by its reference of blocks. */
  private static void belowTheLimits(JsonNode message) {
    assertThat(message.path("text").textValue()).isNotBlank().hasSizeLessThanOrEqualTo(4_000);
    assertThat(message.path("blocks")).hasSizeBetween(1, 50);
    for (JsonNode block : message.path("blocks")) {
      if (block.has("text")) {
        assertThat(block.at("/text/text").textValue()).isNotEmpty().hasSizeLessThanOrEqualTo(3_000);
      }
      assertThat(block.path("fields")).hasSizeLessThanOrEqualTo(10);
      for (JsonNode field : block.path("fields")) {
        assertThat(field.path("text").textValue()).hasSizeLessThanOrEqualTo(2_000);
      }
      for (JsonNode element : block.path("elements")) {
        if (element.path("type").textValue().equals("button")) {
          assertThat(element.at("/text/text").textValue()).hasSizeLessThanOrEqualTo(75);
          assertThat(element.path("value").textValue()).hasSizeLessThanOrEqualTo(2_000);
        } else {
          assertThat(element.path("text").textValue()).hasSizeLessThanOrEqualTo(3_000);
        }
      }
    }
  }

  @Test
  void aNewAlertHasItsBadgeItsPlaceItsCountAndItsButtons() {
    Notification told =
        told(
            "{channel: ops}",
            event().severity(Severity.CRITICAL).link("https://s.example/1?a=b&c"));

    ObjectNode message = message(told);

    belowTheLimits(message);
    assertThat(message.path("channel").textValue()).isEqualTo("C1");
    assertThat(message.path("text").textValue())
        .isEqualTo("CRITICAL · Broken checkout (shop/production): New alert");
    assertThat(message.at("/blocks/0/text/text").textValue())
        .isEqualTo(
            ":rotating_light: *CRITICAL* · *<https://s.example/1?a=b&amp;c|Broken checkout>*\n"
                + "New alert · Open · <!date^1772409600^{date_short_pretty} {time}|2026-03-02 00:00"
                + " UTC>");
    assertThat(message.at("/blocks/1/fields"))
        .extracting(field -> field.path("text").textValue())
        .startsWith("*Project*\nshop", "*Environment*\nproduction", "*Count*\n1");
    assertThat(buttons(message))
        .containsExactly(
            "acknowledge",
            "resolve",
            "snooze-15-minutes",
            "snooze-1-hour",
            "snooze-4-hours",
            "snooze-tomorrow");
    assertThat(message.at("/blocks/3/elements"))
        .extracting(button -> button.path("value").textValue())
        .containsOnly(told.groupId() + ":" + told.group().version());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@here | <!here> ",
        "@channel | <!channel> ",
        "@oncall @ada | <!subteam^S2> <@U3> ",
        "@nobody | @nobody ",
        "<!channel> | &lt;!channel&gt; "
      })
  void onlyWhomTheRuleNamesIsCalled(String mention, String called) {
    ObjectNode message = message(told("{channel: ops, mention: '%s'}".formatted(mention), event()));

    assertThat(message.path("text").textValue()).startsWith(called);
    assertThat(message.at("/blocks/0/text/text").textValue()).startsWith(called);
  }

  @Test
  void slackReadsNothingIntoTextThatOnlyLooksLikeALinkOrAName() {
    Notification evil =
        told(
            "{channel: ops, mention: '@here'}",
            event().title("see a.example in #general, @here").message("@channel").project("a.b"));
    List<ObjectNode> messages =
        List.of(message(evil), message(evil, told("b")), slack(Sends.to(OPS).of(evil)).reply());

    for (ObjectNode message : messages) {
      List<com.fasterxml.jackson.databind.JsonNode> texts =
          message.path("blocks").findParents("type").stream()
              .filter(node -> node.path("type").asText().equals("mrkdwn"))
              .toList();
      assertThat(texts).isNotEmpty().allMatch(node -> node.path("verbatim").asBoolean());
      assertThat(message.at("/blocks/0/text/text").textValue()).startsWith("<!here> ");
    }
  }

  @Test
  void theAssigneeIsCalledWhereThereIsOne() {
    String target = "{channel: ops, mention: 'assignee', repeat: 1m}";
    GroupStory story = Sends.story(target).at(T0, Events.build(event()));
    story
        .at(
            T0.plusSeconds(1),
            GroupStory.wish(story.group(Events.build(event())).groupId(), "1")
                .assignee("ada")
                .to(Action.ASSIGN))
        .until(T0.plusSeconds(90));

    assertThat(message(story.notifications().get(0)).path("text").textValue())
        .isEqualTo("HIGH · Broken checkout (shop/production): New alert");
    assertThat(message(story.notifications().get(1)).path("text").textValue())
        .startsWith(
            "<@U3> HIGH · Broken checkout (shop/production): Nobody has acknowledged it yet");
  }

  @Test
  void whatASenderWritesCallsNobodyAndLinksNowhere() {
    String evil = "<!channel> <@U1> <https://evil|x> & \u202e";
    EventDraft draft =
        event()
            .title(evil)
            .message(evil)
            .project(evil)
            .environment(evil)
            .link("javascript:alert(1)");

    String message = message(told("{channel: ops}", draft)).toString();

    assertThat(message).contains("&lt;!channel&gt; &lt;@U1&gt;").doesNotContain("\u202e");
    assertThat(message.replaceAll("<!date\\^[^>]*>", "")).doesNotContain("<");
    assertThat(message).doesNotContain("javascript:alert(1)|");
  }

  @Property(tries = 200)
  void whateverIsWrittenTheMessageFitsAndHasItsButtons(
      @ForAll @StringLength(max = 600) String title,
      @ForAll @StringLength(max = 3_000) String text,
      @ForAll("amps") String project,
      @ForAll @IntRange(max = 900) int links) {
    EventDraft draft =
        event()
            .title("x" + title)
            .message(text)
            .project(project)
            .link("https://a.example/" + "&".repeat(links));

    ObjectNode message = message(told("{channel: ops}", draft));

    belowTheLimits(message);
    assertThat(buttons(message)).hasSize(6);
  }

  @Provide
  Arbitrary<String> amps() {
    return Arbitraries.strings()
        .withChars('&', '<', 'x', '\uD83D', '\uDE00')
        .ofMinLength(1)
        .ofMaxLength(400);
  }

  @Test
  void aDigestNamesTheFirstAndCountsTheRestAndStaysBelowTheLimits() {
    Notification[] told =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    told(
                        "{channel: ops, mention: '@ada'}",
                        Events.draft("f" + i, "1", T0).title("&".repeat(500))))
            .toArray(Notification[]::new);

    ObjectNode message = message(told);

    belowTheLimits(message);
    assertThat(message.path("text").textValue())
        .isEqualTo("<@U3> HIGH: 100 notifications about 100 alerts");
    assertThat(message.at("/metadata/event_payload/group_id").isMissingNode()).isTrue();
    assertThat(message.path("blocks").toString())
        .contains("And 80 high, all of them in the console.");
    assertThat(buttons(message)).isEmpty();
  }

  private static SlackMessage after(Command... commands) {
    GroupStory story =
        Sends.story("{channel: ops, mention: '@here'}").at(T0, Events.build(event()));
    int second = 1;
    for (Command command : commands) {
      story.at(T0.plusSeconds(second++), command);
    }
    List<AlertChange> changes =
        story.changes().stream().filter(c -> c.change() != null && c.group() != null).toList();
    return slack(Sends.to(OPS).of(changes.get(changes.size() - 1)));
  }

  private static GroupStory.Wish wish(String id) {
    AlertGroup group =
        Sends.story("{channel: ops}").at(T0, Events.build(event())).group(Events.build(event()));
    return GroupStory.wish(group.groupId(), id);
  }

  @Test
  void anAcknowledgedMessageShowsWhoAndWhenAndCallsNobody() {
    ObjectNode message = after(wish("1").by("<ada>").to(Action.ACKNOWLEDGE)).message();

    assertThat(message.at("/blocks/0/text/text").textValue())
        .endsWith(
            "\nAcknowledged by &lt;ada&gt; · <!date^1772409601^{date_short_pretty}"
                + " {time}|2026-03-02 00:00 UTC>")
        .doesNotContain("<!here>");
    assertThat(buttons(message)).startsWith("resolve").doesNotContain("acknowledge").hasSize(5);
  }

  @Test
  void aSnoozedMessageShowsUntilWhen() {
    Instant until = T0.plusSeconds(3_600);
    ObjectNode message = after(wish("1").until(until).to(Action.SNOOZE)).message();

    assertThat(message.at("/blocks/0/text/text").textValue())
        .contains("\nSnoozed until 2026-03-02 01:00 UTC by ada · ");
    assertThat(buttons(message)).containsExactly("resolve");
  }

  @Test
  void aResolvedMessageShowsWhoAndHowAndHasNoButtons() {
    ObjectNode message = after(wish("1").outcome(Outcome.WONT_FIX).to(Action.RESOLVE)).message();

    assertThat(message.at("/blocks/0/text/text").textValue())
        .contains("\nResolved by ada (wont-fix) · ");
    assertThat(message.path("text").textValue())
        .isEqualTo("HIGH · Broken checkout (shop/production): Resolved by ada (wont-fix)");
    assertThat(buttons(message)).isEmpty();
  }

  @Test
  void aReplyIsShortAndCallsWhomTheRuleNames() {
    ObjectNode reply =
        slack(Sends.to(OPS).of(told("{channel: ops, mention: '@oncall'}", event()))).reply();

    belowTheLimits(reply);
    assertThat(reply.at("/blocks/0/text/text").textValue())
        .isEqualTo("<!subteam^S2> *New alert*: :red_circle: *HIGH* · *Broken checkout*");
    assertThat(buttons(reply)).isEmpty();
  }
}
