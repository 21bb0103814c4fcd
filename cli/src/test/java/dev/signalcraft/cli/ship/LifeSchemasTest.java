// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Outcome;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas of commands and of what becomes of them. */
class LifeSchemasTest {
  private static final List<AlertChange> LIFE = wholeLife();

  @Test
  void aLifeWithEveryReasonRefusalAndActionIsAsItsSchemasSay() {
    List<GroupChange> told =
        LIFE.stream().map(AlertChange::change).filter(Objects::nonNull).toList();
    List<Command> commands =
        told.stream().map(GroupChange::command).filter(Objects::nonNull).toList();

    assertThat(told).extracting(GroupChange::reason).containsAll(EnumSet.allOf(ChangeReason.class));
    assertThat(told).extracting(GroupChange::refusal).containsAll(EnumSet.allOf(Refusal.class));
    assertThat(commands).extracting(Command::action).containsAll(EnumSet.allOf(Action.class));
    assertThat(LIFE)
        .extracting(AlertChange::kind)
        .containsAll(EnumSet.allOf(AlertChange.Kind.class));
    assertThat(LIFE).extracting(AlertChange::fallbacks).contains(List.of("pager"));
    assertThat(told).extracting(GroupChange::rule).contains("noisy");
    for (AlertChange change : LIFE) {
      assertThat(Schemas.faults("alert-change.schema.json", change)).as("%s", change).isEmpty();
    }
    for (Command command : commands) {
      assertThat(Schemas.faults("input.schema.json", Input.of(command))).isEmpty();
    }
  }

  @Test
  void whatTheSchemaSaysOfACommandIsWhatTheDomainTakes() throws Exception {
    int taken = 0;
    for (Action action : Action.values()) {
      for (int fields = 0; fields < 32; fields++) {
        ObjectNode command = bare(action);
        put(command, "until", "2026-03-02T00:00:00.000Z", (fields & 1) != 0);
        put(command, "assignee", "bob", (fields & 2) != 0);
        put(command, "outcome", "wont-fix", (fields & 4) != 0);
        put(command, "text", "hello", (fields & 8) != 0);
        if ((fields & 16) != 0) {
          command.put("expectedVersion", 3);
        }
        boolean valid = Schemas.faults("command.schema.json", command).isEmpty();
        assertThat(valid).as("%s", command).isEqualTo(isRead(command));
        taken += valid ? 1 : 0;
      }
    }
    // Two expected versions, times: snooze 1, note 1, the four of one optional field 2, the others.
    assertThat(taken).isEqualTo(2 * (1 + 1 + 3 * 2 + 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "commandId|'ABC'",
        "groupId|'00000000000000000000000000000000'",
        "action|'explode'",
        "actor|'source'",
        "actor|'clock'",
        "actor|' '",
        "text|' '",
        "text|null",
      })
  void aCommandThatTheDomainRefusesIsRefusedByItsSchema(String field, String value)
      throws Exception {
    ObjectNode command = bare(Action.NOTE).put("text", "hello");
    assertThat(Schemas.faults("command.schema.json", command)).isEmpty();
    assertThat(isRead(command)).isTrue();

    command.set(field, tree(value));
    assertThat(Schemas.faults("command.schema.json", command)).isNotEmpty();
    assertThat(isRead(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 2_048})
  void aTextThatIsTooLongIsRefusedByBoth(int most) throws Exception {
    String field = most == 256 ? "actor" : "text";
    ObjectNode command = bare(Action.NOTE).put("text", "hello").put(field, "x".repeat(most));
    assertThat(Schemas.faults("command.schema.json", command)).isEmpty();
    assertThat(isRead(command)).isTrue();

    command.put(field, "x".repeat(most + 1));
    assertThat(Schemas.faults("command.schema.json", command)).isNotEmpty();
    assertThat(isRead(command)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'command','groupKey':''}",
        "{'kind':'command','groupKey':'00000000000000000000000000000000'}",
        "{'kind':'tick','groupKey':'','command':{}}",
        "{'kind':'event','groupKey':'00000000000000000000000000000000','command':{}}",
        "{'kind':'wish','groupKey':''}",
      })
  void anInputOfNoSuchFormIsRefused(String input) {
    assertThat(Schemas.faults("input.schema.json", input.replace('\'', '"'))).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ACKNOWLEDGED|/change|command|null",
        "ACKNOWLEDGED|/change|statusAfter|null",
        "ACKNOWLEDGED|/change|severityAfter|null",
        "ACKNOWLEDGED|/change|sequence|0",
        "ACKNOWLEDGED|/change|refusal|'too-late'",
        "ACKNOWLEDGED|/change|surprise|1",
        "ACKNOWLEDGED||fallbacks|[]",
        "ACKNOWLEDGED||group|null",
        "ACKNOWLEDGED|/group|snoozedUntil|'2026-03-02T00:00:00.000Z'",
        "ACKNOWLEDGED|/group|outcome|'fixed'",
        "ACKNOWLEDGED|/group/statusChange|actor|null",
        "ACKNOWLEDGED|/group/statusChange|reason|'no'",
        "SNOOZED|/group|snoozedUntil|null",
        "SEVERITY_RAISED|/change|ruleVersion|null",
        "REFUSED|/change|command|null",
        "REFUSED|/change|refusal|null",
        "REFUSED|/change|refusal|'no'",
        "REFUSED|/change|reason|'noted'",
        "REFUSED|/change|sequence|1",
        "REFUSED|/change|statusAfter|'open'",
        "REFUSED|/change/command|action|'explode'",
        "REFUSED||group|{}",
        "REFUSED||groupId|null",
      })
  void aRecordThatContradictsItselfIsRefused(
      ChangeReason reason, String where, String field, String value) throws Exception {
    boolean dead = reason == ChangeReason.REFUSED;
    AlertChange.Kind kind = dead ? AlertChange.Kind.REFUSED : AlertChange.Kind.CHANGE;
    AlertChange sound =
        LIFE.stream()
            .filter(change -> change.kind() == kind && change.change().reason() == reason)
            .filter(c -> reason != ChangeReason.SEVERITY_RAISED || c.change().rule() != null)
            .findFirst()
            .orElseThrow();
    JsonNode record = Json.mapper().readTree(Schemas.json(sound));
    ObjectNode part = (ObjectNode) record.at(where == null ? "" : where);
    if (value.equals("null")) {
      assertThat(part.remove(field)).isNotNull();
    } else {
      part.set(field, tree(value));
    }

    assertThat(Schemas.faults("alert-change.schema.json", record)).isNotEmpty();
  }

  private static List<AlertChange> wholeLife() {
    Instant before = T0.minusSeconds(60);
    ConfigLog log =
        new ConfigLog()
            .at(
                before,
                "SeverityRule",
                "noisy",
                "{match: {tags: {n: '1'}}, steps: [{count: 2, severity: critical}]}")
            .at(before, "RoutingRule", "candidate", "{mode: shadow, notify: [{channel: ops}]}")
            .at(before, "RoutingRule", "live", "{notify: [{channel: ops}], fallback: pager}");
    GroupStory story = new GroupStory(new Windows(1_800_000, 86_400_000, 600_000), log);
    AlertEvent first = Events.build(Events.draft("a", "1", T0).tag("n", "1"));
    story.at(T0, first).at(T0, first);
    String id = story.group(first).groupId();
    AlertEvent second = Events.event("a", "2", at(5));
    story
        .at(at(1), wish(id, "1").expecting(1).to(Action.ACKNOWLEDGE))
        .at(at(2), wish(id, "2").expecting(1).to(Action.ACKNOWLEDGE))
        .at(at(3), wish(id, "3").to(Action.UNACKNOWLEDGE))
        .at(at(4), wish(id, "4").to(Action.UNACKNOWLEDGE))
        .at(at(5), second)
        .at(at(6), wish(id, "5").assignee("bob").to(Action.ASSIGN))
        .at(at(7), wish(id, "6").text("n").to(Action.NOTE))
        .at(at(8), wish(id, "7").text("https://example.org/r").to(Action.RUNBOOK))
        .at(at(9), wish(id, "8").to(Action.ESCALATE))
        .at(at(10), wish(id, "9").until(at(10)).to(Action.SNOOZE))
        .at(at(11), wish(id, "10").until(at(400 * 86_400)).to(Action.SNOOZE))
        .at(at(12), wish(id, "11").until(at(60)).to(Action.SNOOZE))
        .at(at(70), wish(id, "12").outcome(Outcome.DEFERRED).to(Action.RESOLVE))
        .at(at(71), wish(id, "13").to(Action.REOPEN))
        .at(at(72), wish(id, "14").to(Action.ACKNOWLEDGE))
        .at(at(2_000), Events.event("a", "3", at(2_000)))
        .at(at(2_001), wish(id, "15").to(Action.ESCALATE))
        .at(at(2_002), wish(id + "9", "16").to(Action.RESOLVE));
    for (int i = 0; i < 8; i++) {
      Instant at = at(3_000 + i);
      EventStatus status = i % 2 == 0 ? EventStatus.RESOLVED : EventStatus.FIRING;
      story.at(at, Events.build(Events.draft("a", "f" + i, at).status(status)));
    }
    story
        .at(at(3_900), disk(Severity.HIGH, at(3_900)))
        .at(at(4_000), disk(Severity.LOW, at(4_000)));
    story.at(at(4_001), Events.event("old", "o", T0.minusSeconds(200_000)));
    Instant dead = at(9 * 86_400);
    story.until(dead).at(dead, wish(id, "17").to(Action.REOPEN));
    return story.changes();
  }

  private static AlertEvent disk(Severity severity, Instant at) {
    return Events.build(
        Events.draft("disk", severity.name(), at)
            .lifecycle(Lifecycle.STATEFUL)
            .expiresAt(at(4_600))
            .severity(severity));
  }

  private static ObjectNode bare(Action action) {
    return Json.mapper()
        .createObjectNode()
        .put("commandId", "0123456789abcdef0123456789abcdef")
        .put("workspace", "default")
        .put("groupId", "0123456789abcdef0123456789abcdef-1772409600000")
        .put("action", WireName.of(action))
        .put("actor", "ada");
  }

  private static void put(ObjectNode node, String field, String value, boolean given) {
    if (given) {
      node.put(field, value);
    }
  }

  private static boolean isRead(ObjectNode command) {
    try {
      return Json.mapper().treeToValue(command, Command.class) != null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static JsonNode tree(String json) throws JacksonException {
    return Json.mapper().readTree(json.replace('\'', '"'));
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }
}
