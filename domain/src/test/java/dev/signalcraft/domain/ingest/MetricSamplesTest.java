// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricSamplesTest {
  private static final long T = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  private final MetricSamples samples =
      new MetricSamples(new ConfigHistory<>(Workspace.KIND, Workspace::read));

  @Test
  void aSampleNeedsNoMoreThanNameAndValue() throws Rejection {
    assertThat(read("{'name': 'queue.depth', 'value': 7}"))
        .isEqualTo(
            new MetricSample(
                "default",
                "default",
                "production",
                "queue.depth",
                7,
                null,
                MetricSample.Outcome.NONE,
                Instant.ofEpochMilli(T),
                Map.of()));
  }

  @Test
  void everyFieldIsReadAndWhatIsUnknownPassedOver() throws Rejection {
    assertThat(
            read(
                """
                {'workspace': 'acme', 'project': 'shop', 'environment': 'staging', 'extra': [{'a': 1}],
                 'name': 'http.duration', 'value': 12.5, 'unit': 'ms', 'outcome': 'error',
                 'occurredAt': '2026-03-02T09:59:00Z', 'tags': {'route': '/cart', 'code': 500,
                 'cached': false, 'user': null}}"""))
        .isEqualTo(
            new MetricSample(
                "acme",
                "shop",
                "staging",
                "http.duration",
                12.5,
                "ms",
                MetricSample.Outcome.ERROR,
                Instant.parse("2026-03-02T09:59:00Z"),
                Map.of("route", "/cart", "code", "500", "cached", "false")));
  }

  @Test
  void whatIsWrittenIsReadBackTheSame() throws Rejection, JsonProcessingException {
    MetricSample sample =
        read("{'name': 'x', 'value': -0.25, 'timestamp': 1772445599123, 'tags': {'a': 'b'}}");

    assertThat(samples.read(Json.mapper().writeValueAsBytes(sample), T)).isEqualTo(sample);
    assertThat(sample.occurredAt()).isEqualTo(Instant.ofEpochMilli(1772445599123L));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a text for a value|{'name':'x','value':'NaN'}|value: expected a number, found text",
        "no value|{'name':'x'}|value: missing; give a number",
        "infinity|{'name':'x','value':1e999}|value: expected a finite number from -1e15 to 1e15",
        "too great|{'name':'x','value':-1.1e15}|value: expected a finite number from -1e15 to 1e15",
        "a negative duration|{'name':'x','value':-1,'unit':'MS'}|value: a duration is not negative",
        "no name|{'value':1}|name: missing or empty; say what was measured",
        "a blank name|{'name':' ','value':1}|name: missing or empty; say what was measured",
        "a number for a name|{'name':1,'value':1}|name: expected text, found a number",
        "an object in a tag|{'name':'x','value':1,'tags':{'a':{'b':[1]}}}|"
            + "tags: expected text, numbers or booleans, found an object",
        "a list of tags|{'name':'x','value':1,'tags':['a']}|"
            + "tags: expected an object, found an array",
        "an unknown outcome|{'name':'x','value':1,'outcome':'bad'}|"
            + "outcome: expected ok, error or none",
        "a bad workspace|{'name':'x','value':1,'workspace':'A b'}|"
            + "workspace: expected a name of 1 to 63 of a-z, 0-9 and -",
        "a bad time|{'name':'x','value':1,'occurredAt':'noon'}|"
            + "occurredAt: expected a time in ISO-8601 with a zone, or in epoch milliseconds",
      })
  void whatCannotBeCountedIsRefusedWithItsReason(String what, String json, String reason) {
    Rejection refused = catchThrowableOfType(Rejection.class, () -> read(json));

    assertThat(refused.detail()).isEqualTo(reason);
    assertThat(refused.reason()).isEqualTo(DeadLetter.Reason.UNEXPECTED_SHAPE);
  }

  @Test
  void lengthsAndNumbersAreBounded() throws Rejection {
    assertThat(refusal("{'name':'" + "n".repeat(257) + "','value':1}"))
        .isEqualTo("name: longer than 256 characters");
    assertThat(refusal("{'name':'x','value':1,'unit':'" + "u".repeat(33) + "'}"))
        .isEqualTo("unit: longer than 32 characters");
    assertThat(refusal("{'name':'x','value':1,'tags':{'" + "t".repeat(65) + "':1}}"))
        .isEqualTo("tags: a name has 1 to 64 characters");
    assertThat(refusal("{'name':'x','value':1,'tags':" + tags(33) + "}"))
        .isEqualTo("tags: more than 32");

    MetricSample most =
        read("{'name':'" + "n".repeat(256) + "','value':1e15,'tags':" + tags(32) + "}");
    assertThat(most.tags()).hasSize(32);
    assertThat(
            read("{'name':'x','value':1,'tags':{'q':'" + "s".repeat(300) + "'}}").tags().get("q"))
        .isEqualTo("s".repeat(255) + "…");
  }

  @Test
  void theLastMomentThatASenderMayBeAheadIsAMinute() throws Rejection {
    assertThat(read(at(T + 60_000)).occurredAt().toEpochMilli()).isEqualTo(T + 60_000);
    for (long bad : new long[] {T + 60_001, 946_684_799_999L, Long.MAX_VALUE}) {
      Rejection refused = catchThrowableOfType(Rejection.class, () -> read(at(bad)));
      assertThat(refused.reason()).isEqualTo(DeadLetter.Reason.WRONG_TIME);
    }
    assertThat(read(at(946_684_800_000L)).occurredAt()).isEqualTo("2000-01-01T00:00:00Z");
  }

  @Test
  void aTickIsNoSample() throws Rejection, JsonProcessingException {
    assertThat(samples.read(Json.mapper().writeValueAsBytes(Input.tick()), T)).isNull();
    assertThat(read("{'kind':'tick','name':'x','value':1}").name()).isEqualTo("x");
  }

  @Test
  void whatIsNoJsonIsMalformed() {
    for (String bad : List.of("{", "[1", "nope", "{'name':'x','value':1} {}", "{'value':NaN}")) {
      Rejection refused = catchThrowableOfType(Rejection.class, () -> read(bad));
      assertThat(refused.reason())
          .as(bad)
          .isIn(DeadLetter.Reason.MALFORMED, DeadLetter.Reason.UNEXPECTED_SHAPE);
    }
    assertThat(catchThrowableOfType(Rejection.class, () -> samples.read(null, T)).reason())
        .isEqualTo(DeadLetter.Reason.EMPTY);
  }

  @Test
  void aBadElementOfAnArrayIsNamedByItsIndexAndTheOthersAreTaken() throws Rejection {
    assertThat(
            all(
                "[{'name':'a','value':1},{'name':'b','value':{'c':[1,2]}},7,[[1]],null,"
                    + "{'name':'d','value':2,'workspace':'other','environment':'qa'}]"))
        .containsExactly(
            "0 a=1.0 of acme in staging",
            "1 value: expected a number, found an object",
            "2 payload: expected an object, one measurement",
            "3 payload: expected an object, one measurement",
            "4 payload: expected an object, one measurement",
            "5 d=2.0 of acme in qa");
    assertThat(all("{'name':'a','value':1}")).containsExactly("0 a=1.0 of acme in staging");
    assertThat(all("[]")).isEmpty();
    Rejection whole =
        catchThrowableOfType(Rejection.class, () -> all("[{'name':'a','value':1},{]"));
    assertThat(whole.reason()).isEqualTo(DeadLetter.Reason.MALFORMED);
  }

  @Property(tries = 300)
  void noBytesAtAllBreakTheReader(@ForAll byte[] noise) {
    MetricSample read = null;
    try {
      read = samples.read(noise, T);
    } catch (Rejection e) {
      assertThat(e.detail()).isNotBlank();
    }
    assertThat(read).isNull();
  }

  private List<String> all(String json) throws Rejection {
    List<String> taken = new ArrayList<>();
    samples.readAll(
        bytes(json),
        "acme",
        "staging",
        T,
        new MetricSamples.Taker() {
          @Override
          public void sample(int index, MetricSample sample) {
            taken.add(
                "%d %s=%s of %s in %s"
                    .formatted(
                        index,
                        sample.name(),
                        sample.value(),
                        sample.workspace(),
                        sample.environment()));
          }

          @Override
          public void refused(int index, Rejection why) {
            taken.add(index + " " + why.detail());
          }
        });
    return taken;
  }

  private String refusal(String json) {
    return catchThrowableOfType(Rejection.class, () -> read(json)).detail();
  }

  private static String at(long millis) {
    return "{'name':'x','value':1,'timestamp':" + millis + "}";
  }

  private static String tags(int count) {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tags.add("'t" + i + "':1");
    }
    return "{" + String.join(",", tags) + "}";
  }

  private MetricSample read(String json) throws Rejection {
    return samples.read(bytes(json), T);
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
