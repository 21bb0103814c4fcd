// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.Command;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.routing.Documents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryReaderTest {
  private static final Instant T0 = Instant.parse("2026-03-02T00:00:00Z");
  private static final String EVENT = "{\"source\":\"sentry\",\"title\":\"Boom\"}";
  private static final String GROUP = "7cccdfe8137c4a515f0fdf9d2e6cd92f-1772409600000";
  private static final String RULE =
      "{\"kind\":\"RoutingRule\",\"metadata\":{\"name\":\"all\"},"
          + "\"spec\":{\"notify\":[{\"channel\":\"chat\"}]}}";

  @Test
  void anEventHasTheFieldsAndDefaultsOfTheTopicEvents() throws IOException {
    HistoryLine line = only("{\"logTime\":\"2026-03-02T00:00:00Z\",\"event\":" + EVENT + "}");

    AlertEvent event = line.input().event();
    assertThat(line.logTime()).isEqualTo(T0.toEpochMilli());
    assertThat(event)
        .extracting(
            AlertEvent::workspace,
            AlertEvent::project,
            AlertEvent::environment,
            AlertEvent::severity,
            AlertEvent::occurredAt,
            AlertEvent::receivedAt)
        .containsExactly("default", "default", "production", Severity.MEDIUM, T0, T0);
    assertThat(line.input().groupKey()).isEqualTo(GroupKey.of(event));
  }

  @Test
  void anEventIsCompletedAsItsWorkspaceSaysFiveSecondsAfterTheDocument() throws IOException {
    ConfigRecord before =
        Documents.document("Workspace", "workspace", "{defaultEnvironment: staging}");
    String other =
        "{\"kind\":\"Workspace\",\"metadata\":{\"name\":\"workspace\"},"
            + "\"spec\":{\"defaultEnvironment\":\"test\"}}";
    HistoryReader reader =
        new HistoryReader(
            stream(
                "{\"logTime\":0,\"config\":" + other + "}",
                "{\"logTime\":4999,\"event\":" + EVENT + "}",
                "{\"logTime\":5000,\"event\":" + EVENT + "}"),
            List.of(before));

    assertThat(List.of(reader.next(), reader.next(), reader.next()).subList(1, 3))
        .extracting(line -> line.input().event().environment())
        .containsExactly("staging", "test");
  }

  @Test
  void logTimeIsAlsoReadInEpochMillisecondsAndAloneItIsATick() throws IOException {
    HistoryLine line = only("{\"logTime\": 1772409600001}");

    assertThat(line.logTime()).isEqualTo(1_772_409_600_001L);
    assertThat(line.input().kind()).isEqualTo(Input.Kind.TICK);
    assertThat(line.document()).isNull();
  }

  @Test
  void aCommandHasADerivedIdThatItsLogTimeIsPartOf() throws IOException {
    String acknowledge =
        "\"command\":{\"groupId\":\"" + GROUP + "\",\"actor\":\"ada\",\"action\":\"acknowledge\"}}";
    List<HistoryLine> lines =
        read(
            "{\"logTime\":1," + acknowledge,
            "{\"logTime\":2," + acknowledge,
            "{\"logTime\":2,\"command\":{\"actor\":\"ada\",\"action\":\"acknowledge\","
                + "\"workspace\":\"default\",\"groupId\":\""
                + GROUP
                + "\"}}");

    List<Command> commands = lines.stream().map(line -> line.input().command()).toList();
    assertThat(commands).extracting(Command::action).containsOnly(Action.ACKNOWLEDGE);
    assertThat(commands).extracting(Command::workspace).containsOnly("default");
    assertThat(commands.get(0).commandId()).isNotEqualTo(commands.get(1).commandId());
    assertThat(commands.get(2)).as("the order of fields says nothing").isEqualTo(commands.get(1));
  }

  @Test
  void documentsAreNumberedInTheirOrderAfterThoseOfBefore() throws IOException {
    ConfigRecord before = Documents.document("RoutingRule", "all", "{notify: [{channel: chat}]}");
    HistoryReader reader =
        new HistoryReader(
            stream(
                "{\"logTime\":1,\"config\":" + RULE + "}",
                "{\"logTime\":2,\"config\":" + RULE.replace("all", "other") + "}",
                "{\"logTime\":3,\"config\":{\"kind\":\"RoutingRule\",\"deleted\":true,"
                    + "\"metadata\":{\"name\":\"all\"}}}"),
            List.of(before));

    assertThat(List.of(reader.next(), reader.next(), reader.next()))
        .extracting(HistoryLine::document)
        .extracting(
            ConfigRecord::key,
            ConfigRecord::baseVersion,
            ConfigRecord::version,
            ConfigRecord::deleted)
        .containsExactly(
            tuple("RoutingRule/default/all", 1L, 2L, false),
            tuple("RoutingRule/default/other", 0L, 1L, false),
            tuple("RoutingRule/default/all", 2L, 3L, true));
  }

  @Test
  void aDocumentThatLostARaceMovesNoVersion() throws IOException {
    String late = RULE.replace("\"kind\"", "\"version\":2,\"baseVersion\":7,\"kind\"");

    assertThatThrownBy(() -> read("{\"logTime\":1,\"config\":" + late + "}"))
        .hasMessage("line 1: config.version: has to be greater than baseVersion");
    List<HistoryLine> lines =
        read(
            "{\"logTime\":1,\"config\":" + RULE + "}",
            "{\"logTime\":2,\"config\":"
                + RULE.replace("\"kind\"", "\"version\":9,\"baseVersion\":7,\"kind\"")
                + "}",
            "{\"logTime\":3,\"config\":" + RULE + "}");
    assertThat(lines).extracting(line -> line.document().version()).containsExactly(1L, 9L, 2L);
  }

  @Test
  void blankLinesAndEndsOfLinesSayNothing() throws IOException {
    assertThat(read("", "  \t\r", "{\"logTime\":1}\r", "", "{\"logTime\":1}", "")).hasSize(2);
    assertThat(new HistoryReader(stream("{\"logTime\":1}"), List.of()).next()).isNotNull();
    assertThat(new HistoryReader(InputStream.nullInputStream(), List.of()).next()).isNull();
  }

  @Test
  void aLineThatIsTooLongNamesItsNumberAndOneAsLongAsAllowedIsRead() throws IOException {
    String tick = "{\"logTime\":1}";
    String longest = tick + " ".repeat(HistoryReader.MAX_LINE_BYTES - tick.length());

    assertThat(read(tick, longest)).hasSize(2);
    assertThatThrownBy(() -> read(tick, longest + " "))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("line 2: is longer than 1 MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | is not JSON, at column",
        "[] | write an object such as",
        "null | write an object such as",
        "{'logTime':5,'evnet':{}} | evnet: no such field; did you mean event?",
        "{'logTime':5,'event':{'source':'a','title':'b'},'command':{}}"
            + " | holds event and command; write a line for each",
        "{'event':{'source':'a','title':'b'}} | logTime: write a time such as",
        "{'logTime':'yesterday'} | logTime: write a time such as",
        "{'logTime':-1} | logTime: write a time such as",
        "{'logTime':1.5} | logTime: write a time such as",
        "{'logTime':99999999999999999} | logTime: write a time such as",
        "{'logTime':4} | logTime: 1970-01-01T00:00:00.004Z comes before the line before it,"
            + " 1970-01-01T00:00:00.005Z; sort the lines by logTime",
        "{'logTime':5,'event':[]} | event: write an object",
        "{'logTime':5,'event':{'source':'a'}} | event.title: missing or empty",
        "{'logTime':5,'event':{'source':'a b','title':'c'}} | event.source: expected a name",
        "{'logTime':5,'event':{'source':'a','title':'b','tags':7}} | event.tags: expected",
        "{'logTime':5,'command':{'actor':'ada','action':'resolve'}} | command.groupId: is missing",
        "{'logTime':5,'command':{'groupId':'x','actor':'a','action':'resolve'}}"
            + " | command.groupId: <group key>-<milliseconds>",
        "{'logTime':5,'command':{'groupId':'x','actor':'a','action':'dance'}}"
            + " | command.action: ",
        "{'logTime':5,'command':{'groupId':'7cccdfe8137c4a515f0fdf9d2e6cd92f-1','actor':'a','action':'note','text':'b','txet':'b'}}"
            + " | command.txet: no such field; did you mean text?",
        "{'logTime':5,'config':{'kind':'RoutingRule','spec':{}}} | config.metadata: give an object",
        "{'logTime':5,'config':{'kind':'Rule','metadata':{'name':'a'},'spec':{}}}"
            + " | config.kind: no such kind; did you mean",
        "{'logTime':5,'config':{'kind':'RoutingRule','metadata':{'name':'a'},'spec':{'x':1}}}"
            + " | config.spec.x: no such field",
        "{'logTime':5,'config':{'kind':'RoutingRule','metadata':{'name':'A'},'spec':{}}}"
            + " | config.metadata.name: 1 to 63",
        "{'logTime':5,'config':{'knd':1,'metadata':{'name':'a'}}} | config.knd: no such field",
      })
  void aBadLineSaysItsNumberWhatIsWrongAndWhatToDo(String line, String fault) {
    assertThatThrownBy(() -> read("{\"logTime\":5}", "", line.replace('\'', '"')))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith("line 3: " + fault);
  }

  private static HistoryLine only(String line) throws IOException {
    List<HistoryLine> lines = read(line);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<HistoryLine> read(String... lines) throws IOException {
    HistoryReader reader = new HistoryReader(stream(lines), List.of());
    List<HistoryLine> read = new ArrayList<>();
    for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
      read.add(line);
    }
    return read;
  }

  private static InputStream stream(String... lines) {
    return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }
}
