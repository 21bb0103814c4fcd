// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.DeadLetter.Reason;
import dev.signalcraft.domain.routing.Documents;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IngestTest {
  private static final long T0 = Events.T0.toEpochMilli();
  private static final Map<String, String> ROUTE =
      Map.of(
          "workspace", "acme",
          "source", "sentry",
          "integration", "web",
          "sentry-hook-resource", "event_alert");

  private final ConfigHistory<Integration> integrations =
      new ConfigHistory<>(Integration.KIND, Integration::read);
  private final ConfigHistory<Workspace> workspaces =
      new ConfigHistory<>(Workspace.KIND, Workspace::read);
  private final Ingest ingest = new Ingest(integrations, workspaces);

  static RawRecord webhook(Map<String, String> headers, byte[] body) {
    return new RawRecord(Topic.WEBHOOKS.topicName(), 3, 17, T0, headers, null, body);
  }

  static RawRecord event(byte[] body) {
    return new RawRecord(Topic.EVENTS.topicName(), 1, 5, T0, Map.of(), "k", body);
  }

  private static byte[] alert() {
    return Sentry.eventAlert().toString().getBytes(UTF_8);
  }

  private static byte[] alert(String in, String out) {
    String changed = Sentry.eventAlert().toString().replace(in, out);
    assertThat(changed).contains(out);
    return changed.getBytes(UTF_8);
  }

  @Test
  void aWebhookBecomesItsEvents() {
    Ingested ingested = ingest.read(webhook(ROUTE, alert()));
    assertThat(ingested.deadLetter()).isNull();
    assertThat(ingested.events()).singleElement().extracting("workspace").isEqualTo("acme");
  }

  @Test
  void aForeignEventBecomesAnEventAndATombstoneNothing() {
    byte[] body = "{\"source\":\"shop\",\"title\":\"t\"}".getBytes(UTF_8);
    assertThat(ingest.read(event(body)).events()).hasSize(1);
    assertThat(ingest.read(event(null))).isEqualTo(Ingested.NOTHING);
  }

  static Stream<Arguments> badWebhooks() {
    Map<String, String> unknownSource = new HashMap<>(ROUTE);
    unknownSource.put("source", "pigeon");
    Map<String, String> noWorkspace = new HashMap<>(ROUTE);
    noWorkspace.put("workspace", "Not A Name");
    byte[] mebibyte = ("{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}").getBytes(UTF_8);
    byte[] garbage = "é".repeat(1 << 19).getBytes(UTF_8);
    byte[] nested = "[".repeat(10_000).getBytes(UTF_8);
    byte[] closed = ("[".repeat(10_000) + "]".repeat(10_000)).getBytes(UTF_8);
    byte[] notUtf8 = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'};
    byte[] brokenUtf32 = {0, 0, 0, '{', (byte) 0x7f, 0, 0, 1};
    String keys = "{\"k\":1" + ",\"k\":1".repeat(3) + "}";
    return Stream.of(
        Arguments.of("empty", ROUTE, new byte[0], Reason.EMPTY, "the body is empty"),
        Arguments.of("no value", ROUTE, null, Reason.EMPTY, "the body is empty"),
        Arguments.of("blank", ROUTE, utf8(" \n "), Reason.EMPTY, "the body is empty"),
        Arguments.of(
            "no JSON", ROUTE, utf8("hunter2 is no JSON"), Reason.MALFORMED, "not JSON, at line 1"),
        Arguments.of("cut", ROUTE, utf8("{\"a\":\n {"), Reason.MALFORMED, "not JSON, at line 2"),
        Arguments.of("form", ROUTE, utf8("a=1&b=2"), Reason.MALFORMED, "not JSON, at line 1"),
        Arguments.of("NaN", ROUTE, utf8("{\"a\":NaN}"), Reason.MALFORMED, "not JSON"),
        Arguments.of(
            "two values", ROUTE, utf8("{} {}"), Reason.MALFORMED, "more than one JSON value"),
        Arguments.of("a name twice", ROUTE, utf8(keys), Reason.MALFORMED, "a name is given twice"),
        Arguments.of("not UTF-8", ROUTE, notUtf8, Reason.MALFORMED, "not in UTF-8, at line 1"),
        Arguments.of("not UTF-32", ROUTE, brokenUtf32, Reason.MALFORMED, "not in UTF-8"),
        Arguments.of("10,000 arrays", ROUTE, nested, Reason.MALFORMED, "JSON beyond the limits"),
        Arguments.of(
            "10,000 closed arrays", ROUTE, closed, Reason.MALFORMED, "JSON beyond the limits"),
        Arguments.of(
            "10,000 digits",
            ROUTE,
            utf8("{\"a\":" + "9".repeat(10_000) + "}"),
            Reason.MALFORMED,
            "JSON beyond the limits"),
        Arguments.of(
            "a million values",
            ROUTE,
            utf8("[" + "1,".repeat(500_000) + "1]"),
            Reason.MALFORMED,
            "JSON beyond the limits"),
        Arguments.of(
            "a long name",
            ROUTE,
            utf8("{\"" + "n".repeat(1_000) + "\":1}"),
            Reason.MALFORMED,
            "JSON beyond the limits"),
        Arguments.of(
            "array",
            ROUTE,
            utf8("[{}]"),
            Reason.UNEXPECTED_SHAPE,
            "payload: expected an object, found array"),
        Arguments.of(
            "the word null",
            ROUTE,
            utf8("null"),
            Reason.UNEXPECTED_SHAPE,
            "payload: expected an object, found nothing"),
        Arguments.of(
            "text",
            ROUTE,
            utf8("\"a\""),
            Reason.UNEXPECTED_SHAPE,
            "payload: expected an object, found string"),
        Arguments.of(
            "another shape", ROUTE, utf8("{\"a\":1}"), Reason.UNEXPECTED_SHAPE, "action: expected"),
        Arguments.of(
            "1 MiB of another shape", ROUTE, mebibyte, Reason.UNEXPECTED_SHAPE, "action: expected"),
        Arguments.of("1 MiB of no JSON", ROUTE, garbage, Reason.MALFORMED, "not JSON"),
        Arguments.of(
            "a byte order mark",
            ROUTE,
            utf8("\ufeff{\"a\":1}"),
            Reason.UNEXPECTED_SHAPE,
            "action: expected"),
        Arguments.of(
            "an unknown source",
            unknownSource,
            alert(),
            Reason.UNKNOWN_SOURCE,
            "source 'pigeon' is not known; known: sentry"),
        Arguments.of(
            "no workspace",
            noWorkspace,
            alert(),
            Reason.BAD_ENVELOPE,
            "header workspace: missing or not a name"),
        Arguments.of(
            "no headers", Map.of(), alert(), Reason.BAD_ENVELOPE, "header workspace: missing"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badWebhooks")
  void aBadWebhookIsParkedAndItsNeighbourGoesOn(
      String name, Map<String, String> headers, byte[] body, Reason reason, String detail) {
    Ingested bad = ingest.read(webhook(headers, body));
    Ingested neighbour = ingest.read(webhook(ROUTE, alert()));

    assertThat(neighbour.events()).hasSize(1);
    assertThat(bad.events()).isEmpty();
    DeadLetter dead = bad.deadLetter();
    assertThat(dead).isNotNull();
    assertThat(dead.reason()).isEqualTo(reason);
    assertThat(dead.detail()).startsWith(detail).doesNotContain("hunter2");
    assertThat(dead.text().getBytes(UTF_8).length).isLessThanOrEqualTo(DeadLetter.MAX_TEXT_BYTES);
    assertThat(dead.text()).doesNotContain("\0");
    assertThat(List.of(dead.topic(), dead.partition(), dead.offset(), dead.at()))
        .isEqualTo(List.of(Topic.WEBHOOKS.topicName(), 3, 17L, Events.T0));
  }

  @Test
  void theDeadLetterOfAMebibyteHoldsAsMuchAsItMay() {
    DeadLetter dead = ingest.read(webhook(ROUTE, utf8("é".repeat(1 << 19)))).deadLetter();
    assertThat(dead).isNotNull();
    assertThat(dead.text()).isEqualTo("é".repeat(DeadLetter.MAX_TEXT_BYTES / 2));
  }

  @Test
  void aMebibyteOfAGoodAlertIsRead() {
    int room = (1 << 20) - alert().length;
    byte[] body = alert("KeyError: 'basket'", "KeyError: 'basket'" + "x".repeat(room));
    assertThat(body).hasSize(1 << 20);
    assertThat(ingest.read(webhook(ROUTE, body)).events().get(0).title()).hasSize(512);
  }

  @Test
  void aDeadLetterIsScrubbedAndSaysWhoSentIt() {
    byte[] body = utf8("{\"password\":\"hunter2\",\"action\":\"comment\"}");
    DeadLetter dead = ingest.read(webhook(ROUTE, body)).deadLetter();
    assertThat(dead).isNotNull();
    assertThat(dead.reason()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(dead.text()).isEqualTo("{\"password\":\"[scrubbed]\",\"action\":\"comment\"}");
    assertThat(dead.workspace()).isEqualTo("acme");
    assertThat(dead.source()).isEqualTo("sentry");

    byte[] foreign = utf8("{\"workspace\":\"acme\",\"source\":\"shop\"}");
    DeadLetter other = ingest.read(event(foreign)).deadLetter();
    assertThat(other).isNotNull();
    assertThat(other.workspace()).isEqualTo("acme");
    assertThat(other.source()).isEqualTo("shop");
  }

  @Test
  void nestingThatIsTooDeepFailsFastAndCheaply() {
    RawRecord deep = webhook(ROUTE, utf8("[".repeat(1 << 20)));
    ingest.read(deep);
    long start = cpuNanos();
    ingest.read(deep);
    assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aNulInsideATextIsReplaced() {
    byte[] body = alert("KeyError: 'basket'", "Key\\u0000Error\\ud800");
    AlertEvent event = ingest.read(webhook(ROUTE, body)).events().get(0);
    assertThat(event.title()).isEqualTo("Key�Error�");
  }

  @Test
  void aDateIn2099MovesNothing() {
    byte[] body = alert("1.77240960025E9", "4070908800");
    AlertEvent event = ingest.read(webhook(ROUTE, body)).events().get(0);
    assertThat(event.occurredAt()).isEqualTo(Events.T0);
    assertThat(event.tags()).containsEntry("occurred-at", "2099-01-01T00:00:00Z");
  }

  @Test
  void aByteOrderMarkIsNoFault() {
    byte[] body = utf8("\ufeff" + new String(alert(), StandardCharsets.UTF_8));
    assertThat(ingest.read(webhook(ROUTE, body)).events()).hasSize(1);
  }

  private static void inForceAtT0(
      ConfigHistory<?> documents, String kind, String name, String spec) {
    ConfigRecord read = Documents.document(kind, name, spec);
    ConfigRecord document =
        new ConfigRecord(kind, new ConfigRecord.Metadata("acme", name), 1, 0, false, read.spec());
    assertThat(documents.accept(document, T0 - ConfigHistory.IN_FORCE_AFTER_MILLIS))
        .isEqualTo(ConfigHistory.Outcome.APPLIED);
  }

  private static RawRecord at(long logTime, RawRecord raw) {
    return new RawRecord(
        raw.topic(), raw.partition(), raw.offset(), logTime, raw.headers(), raw.key(), raw.value());
  }

  private String environment(RawRecord raw) {
    return ingest.read(raw).events().get(0).environment();
  }

  @Test
  void theDefaultEnvironmentIsThatOfTheWorkspaceInForceAtTheLogTime() {
    inForceAtT0(workspaces, Workspace.KIND, Workspace.NAME, "{defaultEnvironment: live}");
    RawRecord foreign = event(utf8("{\"workspace\":\"acme\",\"source\":\"shop\",\"title\":\"t\"}"));
    RawRecord others = event(utf8("{\"source\":\"shop\",\"title\":\"t\"}"));
    Map<String, String> headers = new HashMap<>(ROUTE);
    headers.put("sentry-hook-resource", "issue");
    RawRecord sentry = webhook(headers, utf8(Sentry.issue("created").toString()));

    assertThat(environment(foreign)).isEqualTo("live");
    assertThat(environment(sentry)).isEqualTo("live");
    assertThat(environment(at(T0 - 1, foreign))).isEqualTo("production");
    assertThat(environment(at(T0 - 1, sentry))).isEqualTo("production");
    assertThat(environment(others)).isEqualTo("production");

    inForceAtT0(integrations, Integration.KIND, "web", "{source: sentry, secrets: ['env:S']}");
    assertThat(environment(sentry)).isEqualTo("live");
  }

  @Test
  void whatAWorkspaceCallsSecretLeavesNeitherInEventsNorInDeadLetters() {
    inForceAtT0(workspaces, Workspace.KIND, Workspace.NAME, "{scrub: {patterns: ['cust-[0-9]+']}}");
    byte[] good = alert("KeyError: 'basket'", "no basket of cust-77");
    byte[] bad = utf8("{\"action\":\"comment\",\"who\":\"cust-77\"}");
    byte[] foreign = utf8("{\"data\":{\"workspace\":\"acme\",\"who\":\"cust-77\"}}");
    RawRecord enveloped =
        new RawRecord(
            Topic.EVENTS.topicName(),
            1,
            5,
            T0,
            Map.of("content-type", "application/cloudevents+json"),
            "k",
            foreign);

    assertThat(ingest.read(webhook(ROUTE, good)).events().get(0).title())
        .isEqualTo("no basket of [scrubbed]");
    assertThat(deadText(webhook(ROUTE, bad))).contains("\"who\":\"[scrubbed]\"");
    assertThat(deadText(enveloped)).contains("\"who\":\"[scrubbed]\"");
    assertThat(deadText(at(T0 - 1, webhook(ROUTE, bad)))).contains("cust-77");
  }

  private String deadText(RawRecord raw) {
    DeadLetter dead = ingest.read(raw).deadLetter();
    assertThat(dead).isNotNull();
    assertThat(dead.workspace()).isEqualTo("acme");
    return dead.text();
  }

  @Test
  void environmentsAreThoseInForceAtTheLogTimeOfTheRecord() {
    Map<String, String> headers = new HashMap<>(ROUTE);
    headers.put("sentry-hook-resource", "issue");
    byte[] resolved = utf8(Sentry.issue("resolved").toString());
    integrations.accept(
        new ConfigRecord(
            Integration.KIND,
            new ConfigRecord.Metadata("acme", "web"),
            1,
            0,
            false,
            Sentry.json(
                "{\"source\":\"sentry\",\"secrets\":[\"env:X\"],\"environments\":[\"a\",\"b\"]}")),
        T0 - 4_999);

    assertThat(ingest.read(webhook(headers, resolved)).events())
        .extracting(AlertEvent::environment)
        .containsExactly("production");
    assertThat(
            ingest
                .read(
                    new RawRecord(
                        Topic.WEBHOOKS.topicName(), 0, 0, T0 + 1, headers, null, resolved))
                .events())
        .extracting(AlertEvent::environment)
        .containsExactly("a", "b");
  }

  /** Time of this thread only: a busy machine must not fail the test. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
