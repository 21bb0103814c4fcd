// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.signalcraft.domain.ingest.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  enum Outcome {
    FIXED,
    WONT_FIX
  }

  record Sample(Instant at, Outcome outcome, @Nullable String note, long count) {}

  private static Sample read(String json) throws JacksonException {
    try {
      return Json.mapper().readValue(json.getBytes(UTF_8), Sample.class);
    } catch (JacksonException e) {
      throw e;
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void timesAreIsoWithMillisecondsAndEnumsAreKebabCase() throws Exception {
    Sample sample = new Sample(Instant.parse("2026-03-02T00:00:00Z"), Outcome.WONT_FIX, null, 1);
    String json = "{\"at\":\"2026-03-02T00:00:00.000Z\",\"outcome\":\"wont-fix\",\"count\":1}";
    assertThat(Json.mapper().writeValueAsString(sample)).isEqualTo(json);
    assertThat(read(json)).isEqualTo(sample);
  }

  @Test
  void timesMayBeEpochMillisecondsAndUnknownFieldsAreIgnored() throws Exception {
    assertThat(read("{\"at\":1772409600001,\"outcome\":\"fixed\",\"count\":2,\"x\":{}}").at())
        .isEqualTo(Instant.parse("2026-03-02T00:00:00.001Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"at\":\"yesterday\",\"outcome\":\"fixed\",\"count\":1}",
        "{\"at\":1.5,\"outcome\":\"fixed\",\"count\":1}",
        "{\"at\":99999999999999999999,\"outcome\":\"fixed\",\"count\":1}",
        "{\"at\":{},\"outcome\":\"fixed\",\"count\":1}",
        "{\"at\":1,\"outcome\":\"broken\",\"count\":1}",
        "{\"at\":1,\"outcome\":[],\"count\":1}",
        "{\"at\":1,\"outcome\":\"fixed\",\"count\":1} true"
      })
  void whatDoesNotFitIsAFaultOfTheJson(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 10_000})
  void nestingEndsAt32(int depth) {
    assertThatThrownBy(() -> Json.mapper().readTree(nested(depth).getBytes(UTF_8)))
        .isInstanceOf(StreamConstraintsException.class);
  }

  @Test
  void whatIsWithinTheLimitsIsRead() throws Exception {
    assertThat(Json.mapper().readTree(nested(32)).isArray()).isTrue();
    String long64 = "1".repeat(64);
    assertThat(Json.mapper().readTree(long64).asText()).isEqualTo(long64);
    assertThat(Json.mapper().readTree("\"" + "x".repeat(1 << 20) + "\"").asText()).hasSize(1 << 20);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  @Test
  void sizeTokensNumbersNamesAndTextsAreLimited() {
    String[] beyond = {
      "[\"" + ("x".repeat(1 << 20) + "\",\"").repeat(5) + "\"]",
      "[" + "0,".repeat(200_000) + "0]",
      "1".repeat(65),
      "{\"" + "n".repeat(513) + "\":0}",
      "\"" + "x".repeat((1 << 20) + 1) + "\""
    };
    for (String json : beyond) {
      assertThatThrownBy(() -> Json.mapper().readTree(json.getBytes(UTF_8)))
          .isInstanceOf(StreamConstraintsException.class);
    }
  }

  @Test
  void aNameGivenTwiceIsAFault() {
    assertThatThrownBy(() -> Json.mapper().readTree("{\"a\":1,\"a\":2}"))
        .isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T00:00:00Z,2026-03-02T00:00:00.000Z",
    "2026-03-02T01:30:00.123456+01:30,2026-03-02T00:00:00.123Z",
    "2026-03-02T00:00:00z,2026-03-02T00:00:00.000Z"
  })
  void timesWithAZoneAreReadAndCutToMilliseconds(String text, String wire) {
    Instant time = WireTime.parse(text);
    assertThat(time).isNotNull();
    assertThat(WireTime.format(time)).isEqualTo(wire);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "now", "2026-03-02", "2026-03-02T00:00:00", "+1000000000-12-31T23:59:59Z"})
  void otherTextIsNoTime(String text) {
    assertThat(WireTime.parse(text)).isNull();
  }

  @Test
  void namesOfConstantsAreKebabCaseAndReadInAnyCase() {
    assertThat(WireName.of(Outcome.WONT_FIX)).isEqualTo("wont-fix");
    assertThat(WireName.parse(Outcome.class, "Wont-Fix")).isEqualTo(Outcome.WONT_FIX);
    assertThat(WireName.parse(Outcome.class, "wont_fix")).isNull();
    assertThat(WireName.parse(Severity.class, "high")).isEqualTo(Severity.HIGH);
  }
}
