// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentryEventTest {
  private final ObjectNode body = Sentry.eventAlert();
  private final ObjectNode event = Sentry.at(body, "/data/event");

  private AlertEvent read(String... headers) throws Rejection {
    return Sentry.only("event_alert", body, headers);
  }

  @Test
  void anEventAlertBecomesAFiringOccurrence() throws Rejection {
    AlertEvent read = read();

    assertThat(read.workspace()).isEqualTo("default");
    assertThat(read.source()).isEqualTo("sentry");
    assertThat(read.title()).isEqualTo("KeyError: 'basket'");
    assertThat(read.message()).isEqualTo("'basket'");
    assertThat(read.severity()).isEqualTo(Severity.HIGH);
    assertThat(read.status()).isEqualTo(EventStatus.FIRING);
    assertThat(read.lifecycle()).isEqualTo(Lifecycle.STATELESS);
    assertThat(read.type()).isEqualTo(EventType.ERROR);
    assertThat(read.link()).startsWith("https://sentry.example/organizations/");
    assertThat(read.occurredAt()).isEqualTo(Instant.parse("2026-03-02T00:00:00.250Z"));
    assertThat(read.receivedAt()).isEqualTo(Events.T0);
    assertThat(read.file()).isEqualTo("shop/basket.py");
    assertThat(read.tags())
        .containsEntry("release", "shop@4.1")
        .containsEntry("rule", "Pages on call")
        .containsEntry("platform", "python")
        .doesNotContainKey("empty");
  }

  @Test
  void theIssueIsTheFingerprintAndNotTheLiteralDefault() throws Rejection {
    assertThat(read().fingerprint()).isEqualTo("9001");
    event.putArray("fingerprint").add("checkout-failures");
    assertThat(read().fingerprint()).isEqualTo("9001");
  }

  @Test
  void anIssueIdThatIsANumberIsTheSameAsText() throws Rejection {
    AlertEvent text = read();
    event.put("issue_id", 9001);
    assertThat(read()).isEqualTo(text);
  }

  @Test
  void aNumericProjectGivesWayToTheSlugInTheUrl() throws Rejection {
    assertThat(read().project()).isEqualTo("storefront");
    event.remove("url");
    assertThat(read().project()).isEqualTo("storefront");
    event.remove("issue_url");
    assertThat(read().project()).isEqualTo("7");
  }

  @Test
  void theEnvironmentIsTheTagThenTheFieldThenTheDefaultOfTheIntegration() throws Rejection {
    assertThat(read().environment()).isEqualTo("staging");
    event.putNull("tags").put("environment", "qa");
    assertThat(read().environment()).isEqualTo("qa");
    event.remove("environment");
    assertThat(read().environment()).isEqualTo("production");
  }

  @Test
  void tagsMayBePairsOfKeyAndValueInObjects() throws Rejection {
    event.putArray("tags").addObject().put("key", "environment").put("value", "qa");
    assertThat(read().environment()).isEqualTo("qa");
  }

  @Test
  void aRetryWithAnotherRequestIdIsTheSameEvent() throws Rejection {
    assertThat(read("request-id", "1").eventId()).isEqualTo(read("request-id", "2").eventId());
  }

  @Test
  void theIdempotencyKeyIsTheIdentityWhereItIsSent() throws Rejection {
    String first = read("idempotency-key", "abc").eventId();
    event.put("event_id", "another");
    assertThat(read("idempotency-key", "abc").eventId()).isEqualTo(first);
    assertThat(read("idempotency-key", "abd").eventId()).isNotEqualTo(first);
  }

  @Test
  void anotherEventAnotherRuleOrAnotherInstallationIsAnotherIdentity() throws Rejection {
    String first = read().eventId();
    event.put("event_id", "f00dfeed0009");
    String second = read().eventId();
    Sentry.at(body, "/data").put("triggered_rule", "Another rule");
    String third = read().eventId();
    Sentry.at(body, "/installation").put("uuid", "b");
    assertThat(java.util.List.of(first, second, third, read().eventId())).doesNotHaveDuplicates();
  }

  @Test
  void anEventWithoutAnIdIsCountedAgainOnlyAfterFiveMinutes() throws Rejection {
    event.remove("event_id");
    assertThat(read().sourceEventId()).isNull();
    assertThat(read().eventId()).isEqualTo(read().eventId());
  }

  @ParameterizedTest
  @CsvSource({
    "fatal,CRITICAL",
    "error,HIGH",
    "warning,MEDIUM",
    "info,LOW",
    "debug,LOW",
    "sample,LOW",
    "Error,HIGH",
    "brand-new,MEDIUM"
  })
  void levelsBecomeSeverities(String level, Severity severity) throws Rejection {
    event.put("level", level);
    assertThat(read().severity()).isEqualTo(severity);
  }

  @Test
  void theNewestFrameOfOnesOwnCodeIsThePlace() throws Rejection {
    event.set(
        "exception",
        Sentry.json(
            """
            {"values": [null, {"stacktrace": {"frames": [
              {"filename": "main.py", "lineno": 1, "in_app": true},
              {"filename": "shop/basket.py", "lineno": 42, "in_app": true},
              {"filename": "lib/dict.py", "lineno": 7, "in_app": false}]}}]}
            """));
    AlertEvent read = read();
    assertThat(read.file()).isEqualTo("shop/basket.py");
    assertThat(read.line()).isEqualTo(42);
  }

  @Test
  void withoutOwnCodeTheNewestFrameIsThePlaceAndNoFrameIsAnonymous() throws Rejection {
    event.set(
        "exception",
        Sentry.json(
            """
            {"values": [{"stacktrace": {"frames": [
              {"filename": "lib/a.js", "lineno": null}, {"filename": "<anonymous>"}]}}]}
            """));
    assertThat(read().file()).isEqualTo("lib/a.js");
    assertThat(read().line()).isNull();
  }

  @Test
  void aTimeMayBeIsoTextAndAnUnreadableOneIsKeptAsATag() throws Rejection {
    event.put("timestamp", "2026-03-01T23:00:00.5Z");
    assertThat(read().occurredAt()).isEqualTo(Instant.parse("2026-03-01T23:00:00.500Z"));
    event.put("timestamp", "yesterday");
    assertThat(read().occurredAt()).isEqualTo(Events.T0);
    assertThat(read().tags()).containsEntry("occurred-at", "yesterday");
    event.remove("timestamp");
    event.put("datetime", "2026-03-01T22:00:00Z");
    assertThat(read().occurredAt()).isEqualTo(Instant.parse("2026-03-01T22:00:00Z"));
  }

  @Test
  void aDateIn2099IsNotBelieved() throws Rejection {
    event.put("timestamp", 4_070_908_800L);
    assertThat(read().occurredAt()).isEqualTo(Events.T0);
    assertThat(read().tags()).containsEntry("occurred-at", "2099-01-01T00:00:00Z");
    event.put("timestamp", 1e300);
    assertThat(read().occurredAt()).isEqualTo(Events.T0);
  }

  @Test
  void aWebhookOfAnErrorIsReadAsOne() throws Rejection {
    AlertEvent read = Sentry.only("error", Sentry.error());
    assertThat(read.fingerprint()).isEqualTo("9001");
    assertThat(read.eventId()).isNotEqualTo(read().eventId());
    assertThat(dev.signalcraft.domain.grouping.GroupKey.of(read))
        .isEqualTo(dev.signalcraft.domain.grouping.GroupKey.of(read()));
  }

  @Test
  void anErrorWithoutAnIssueIsGroupedByItsHashThenByItsTitle() throws Rejection {
    ObjectNode error = Sentry.error();
    Sentry.at(error, "/data/error").remove("issue_id");
    assertThat(Sentry.only("error", error).fingerprint()).isEqualTo("c0ffee");
    Sentry.at(error, "/data/error").putArray("hashes");
    String byTitle = Sentry.only("error", error).fingerprint();
    Sentry.at(error, "/data/error").put("title", "Another");
    assertThat(Sentry.only("error", error).fingerprint()).isNotEqualTo(byTitle);
  }

  @Test
  void theLegacyPluginIsReadWithoutAHeader() throws Rejection {
    AlertEvent read = Sentry.only("", Sentry.legacy());
    assertThat(read.fingerprint()).isEqualTo("9001");
    assertThat(read.project()).isEqualTo("storefront");
    assertThat(read.environment()).isEqualTo("qa");
    assertThat(read.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(read.title()).isEqualTo("Empty basket");
    assertThat(read.message()).isEqualTo("basket is empty");
    assertThat(read.file()).isEqualTo("basket.py");
    assertThat(read.line()).isEqualTo(88);
    assertThat(read.link()).isEqualTo("https://sentry.example/acme/storefront/issues/9001/");
    assertThat(read.occurredAt()).isEqualTo(Instant.parse("2026-03-02T00:00:00.500Z"));
  }

  @Test
  void theLegacyPluginMayLackATitle() throws Rejection {
    ObjectNode legacy = Sentry.legacy();
    Sentry.at(legacy, "/event").remove("title");
    assertThat(Sentry.only("", legacy).title()).isEqualTo("basket is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issue_id | true | data.event.issue_id: expected text or a whole number, found boolean",
        "title | 5 | data.event.title: expected text, found number",
        "level | [] | data.event.level: expected text, found array",
        "tags | 3 | data.event.tags: expected an object or an array of pairs, found number",
        "tags | [[\"a\"]] | data.event.tags[0]: expected a pair of name and value, found array",
        "tags | [[\"a\",{}]] | data.event.tags[0][1]: expected text, a number or a boolean, found object",
        "metadata | [] | data.event.metadata: expected an object, found array",
        "timestamp | {} | data.event.timestamp: expected text, found object",
        "exception | {\"values\":{}} | data.event.exception.values: expected an array, found object"
      })
  void aWrongTypeIsRejectedWithItsPath(String field, String value, String detail) {
    event.set(field, Sentry.json("{\"v\":" + value + "}").get("v"));
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Rejection.class,
            rejection -> {
              assertThat(rejection.reason()).isEqualTo(DeadLetter.Reason.UNEXPECTED_SHAPE);
              assertThat(rejection.detail()).isEqualTo(detail);
            });
  }
}
