// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as the first version wrote them; they must be read for as long as topics are kept. */
class WireFormTest {
  private static final String INPUT =
      """
      {"kind":"event","groupKey":"7cccdfe8137c4a515f0fdf9d2e6cd92f","event":{"eventId":
      "8cccdfe8137c4a515f0fdf9d2e6cd92f","workspace":"default","source":"sentry","project":"shop",
      "environment":"production","fingerprint":"4242","type":"error","severity":"high","status":
      "firing","lifecycle":"stateless","title":"Boom","tags":{"a":"b"},"occurredAt":
      "2026-03-02T00:00:00.000Z","receivedAt":"2026-03-02T00:00:01.000Z"}}""";
  private static final String COMMAND =
      """
      {"kind":"command","groupKey":"7cccdfe8137c4a515f0fdf9d2e6cd92f","command":{"commandId":
      "9cccdfe8137c4a515f0fdf9d2e6cd92f","workspace":"default","groupId":
      "7cccdfe8137c4a515f0fdf9d2e6cd92f-1772409600000","expectedVersion":3,"action":"snooze",
      "actor":"ann","until":"2026-03-02T08:00:00.000Z"}}""";
  private static final String REFUSED =
      """
      {"kind":"refused","groupKey":"7cccdfe8137c4a515f0fdf9d2e6cd92f","groupId":
      "7cccdfe8137c4a515f0fdf9d2e6cd92f-1772409600000","workspace":"default","at":
      "2026-03-02T00:00:00.000Z","change":{"sequence":0,"reason":"refused","actor":"ann",
      "refusal":"too-late","command":%s}}"""
          .formatted(COMMAND.substring(COMMAND.indexOf("{", 1), COMMAND.length() - 1));
  private static final String GROUP =
      """
      {"groupId":"7cccdfe8137c4a515f0fdf9d2e6cd92f-1","groupKey":"7cccdfe8137c4a515f0fdf9d2e6cd92f",
      "workspace":"default","source":"sentry","project":"shop","environment":"production",
      "fingerprint":"4242","type":"error","lifecycle":"stateless","status":"open","severity":"high",
      "title":"Boom","tags":{},"count":1,"duplicates":0,"openedAt":"2026-03-02T00:00:00.000Z",
      "firstSeen":"2026-03-02T00:00:00.000Z","lastSeen":"2026-03-02T00:00:00.000Z","lastActivity":
      "2026-03-02T00:00:00.000Z","version":1,"sequence":1}""";
  private static final String CHANGE =
      """
      {"kind":"change","groupKey":"7cccdfe8137c4a515f0fdf9d2e6cd92f","groupId":
      "7cccdfe8137c4a515f0fdf9d2e6cd92f-1","workspace":"default","at":"2026-03-02T00:00:00.000Z",
      "group":%s,"change":{"sequence":1,"reason":"opened","actor":"source","statusAfter":"open",
      "severityAfter":"high"},"stale":false}"""
          .formatted(GROUP);
  private static final String DEAD_LETTER =
      """
      {"topic":"signalcraft.events.v1","partition":0,"offset":7,"reason":"malformed","detail":
      "not JSON","text":"x","at":"2026-03-02T00:00:00.000Z"}""";

  @Test
  void theFirstVersionsRecordsAreRead() throws IOException {
    assertThat(read(INPUT, Input.class).event().title()).isEqualTo("Boom");
    assertThat(read(CHANGE, AlertChange.class).group().count()).isEqualTo(1);
    assertThat(read(DEAD_LETTER, DeadLetter.class).offset()).isEqualTo(7);
  }

  @Test
  void aCommandIsReadAndWrittenInTheSameForm() throws IOException {
    Input input = read(COMMAND, Input.class);
    assertThat(input.command().action()).isEqualTo(Action.SNOOZE);
    assertThat(input.command().expectedVersion()).isEqualTo(3);
    assertThat(input.id()).isEqualTo("9cccdfe8137c4a515f0fdf9d2e6cd92f");

    assertThat(Json.mapper().valueToTree(input).toString())
        .isEqualTo(Json.mapper().readTree(COMMAND).toString());
  }

  @Test
  void aRefusalOfAGroupThatIsNotHeldIsRead() throws IOException {
    AlertChange refused = read(REFUSED, AlertChange.class);

    assertThat(refused.change().refusal()).isEqualTo(Refusal.TOO_LATE);
    assertThat(refused.change().command().until()).isEqualTo("2026-03-02T08:00:00Z");
    assertThat(refused.group()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"commandId", "workspace", "groupId", "action", "actor", "until"})
  void aCommandWithoutAFieldIsRefused(String field) throws IOException {
    ObjectNode input = (ObjectNode) Json.mapper().readTree(COMMAND);
    ((ObjectNode) input.get("command")).remove(field);
    refused(input, Input.class);
  }

  @Test
  void anUnknownActionIsRefused() throws IOException {
    ObjectNode input = (ObjectNode) Json.mapper().readTree(COMMAND);
    ((ObjectNode) input.get("command")).put("action", "explode");
    refused(input, Input.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"refusal", "command"})
  void aRefusalWithoutItsReasonOrItsCommandIsRefused(String field) throws IOException {
    ObjectNode change = (ObjectNode) Json.mapper().readTree(REFUSED);
    ((ObjectNode) change.get("change")).remove(field);
    refused(change, AlertChange.class);
  }

  @Test
  void aNumberOrFlagThatAnOlderVersionDidNotHaveIsZeroOrFalse() throws IOException {
    ObjectNode older = (ObjectNode) Json.mapper().readTree(CHANGE);
    older.remove("stale");
    ((ObjectNode) older.get("group")).remove("duplicates");

    AlertChange change = read(older.toString(), AlertChange.class);
    assertThat(change.stale()).isFalse();
    assertThat(change.group().duplicates()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "groupKey", "workspace", "at", "group", "change"})
  void aChangeWithoutAFieldThatItsRowsNeedIsRefused(String field) throws IOException {
    ObjectNode change = (ObjectNode) Json.mapper().readTree(CHANGE);
    change.remove(field);
    refused(change, AlertChange.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"groupId", "status", "openedAt", "lastActivity", "title"})
  void aChangeWhoseGroupLacksAFieldIsRefused(String field) throws IOException {
    ObjectNode change = (ObjectNode) Json.mapper().readTree(CHANGE);
    ((ObjectNode) change.get("group")).remove(field);
    refused(change, AlertChange.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topic", "reason", "at"})
  void aDeadLetterWithoutAFieldThatItsRowNeedsIsRefused(String field) throws IOException {
    ObjectNode letter = (ObjectNode) Json.mapper().readTree(DEAD_LETTER);
    letter.remove(field);
    refused(letter, DeadLetter.class);
  }

  @ParameterizedTest
  @CsvSource({
    "workspace, 64",
    "source, 64",
    "project, 257",
    "fingerprint, 257",
    "title, 513",
    "message, 2049",
    "link, 2049",
    "file, 513",
    "sourceEventId, 257"
  })
  void anEventThatNoAdapterCouldHaveMadeIsRefused(String field, int length) throws IOException {
    ObjectNode input = (ObjectNode) Json.mapper().readTree(INPUT);
    ((ObjectNode) input.get("event")).put(field, "x".repeat(length));
    refused(input, Input.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000L})
  void aTimeThatNoTableCanHoldIsRefused(long millis) throws IOException {
    ObjectNode change = (ObjectNode) Json.mapper().readTree(CHANGE);
    change.put("at", millis);
    refused(change, AlertChange.class);
  }

  private static <T> T read(String json, Class<T> type) throws IOException {
    return Json.mapper().readValue(json, type);
  }

  private static void refused(ObjectNode json, Class<?> type) {
    assertThatThrownBy(() -> read(json.toString(), type)).isInstanceOf(JacksonException.class);
  }
}
