// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.GroupKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentryIssueTest {
  private static List<AlertEvent> read(ObjectNode body, String... headers) throws Rejection {
    return SentryAdapter.read(Sentry.delivery("issue", body, headers));
  }

  @Test
  void aNewIssueFiresInTheDefaultEnvironment() throws Rejection {
    AlertEvent read = Sentry.only("issue", Sentry.issue("created"));

    assertThat(read.environment()).isEqualTo("production");
    assertThat(read.fingerprint()).isEqualTo("9001");
    assertThat(read.project()).isEqualTo("storefront");
    assertThat(read.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(read.status()).isEqualTo(EventStatus.FIRING);
    assertThat(read.occurredAt()).isEqualTo(Instant.parse("2026-03-01T23:59:00Z"));
    assertThat(read.link()).isNull();
    assertThat(read.tags()).containsEntry("short-id", "SHOP-1");
  }

  @Test
  void aRegressionFiresAgainAtItsLogTime() throws Rejection {
    AlertEvent read = Sentry.only("issue", Sentry.issue("unresolved"));
    assertThat(read.status()).isEqualTo(EventStatus.FIRING);
    assertThat(read.occurredAt()).isEqualTo(Events.T0);
  }

  @Test
  void aResolvedIssueIsResolvedInEachEnvironmentUnderAnIdOfItsOwn() throws Rejection {
    List<AlertEvent> read = read(Sentry.issue("resolved"));

    assertThat(read).extracting(AlertEvent::environment).containsExactly("production", "staging");
    assertThat(read).extracting(AlertEvent::status).containsOnly(EventStatus.RESOLVED);
    assertThat(read).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
    assertThat(read(Sentry.issue("resolved"), "request-id", "retry")).isEqualTo(read);
  }

  @Test
  void theIdempotencyKeyIsMadeUniqueForEachEnvironment() throws Rejection {
    List<AlertEvent> read = read(Sentry.issue("resolved"), "idempotency-key", "abc");
    assertThat(read)
        .extracting(AlertEvent::sourceEventId)
        .containsExactly("abc:production", "abc:staging");
  }

  @Test
  void resolvingMeetsTheGroupThatTheAlertOpened() throws Rejection {
    String fired = GroupKey.of(Sentry.only("event_alert", Sentry.eventAlert()));
    assertThat(read(Sentry.issue("resolved"))).extracting(GroupKey::of).contains(fired);
  }

  @ParameterizedTest
  @ValueSource(strings = {"assigned", "ignored", "archived"})
  void whatSaysNothingAboutTheFaultYieldsNoEvent(String action) throws Rejection {
    assertThat(read(Sentry.issue(action))).isEmpty();
  }

  @Test
  void anotherOccurrenceIsAnotherIdentityAndStatusStandsInForIt() throws Rejection {
    ObjectNode body = Sentry.issue("unresolved");
    ObjectNode issue = Sentry.at(body, "/data/issue");
    String first = read(body).get(0).eventId();
    issue.put("lastSeen", "2026-03-01T23:59:31Z");
    assertThat(read(body).get(0).eventId()).isNotEqualTo(first);
    issue.remove("lastSeen");
    assertThat(read(body).get(0).sourceEventId())
        .isEqualTo("issue:9001:unresolved:unresolved:production");
    issue.remove("status");
    assertThat(read(body)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"12\"", "12", "null", "{}"})
  void theCountOfSentryIsNotReadWhateverItsType(String count) throws Rejection {
    ObjectNode body = Sentry.issue("created");
    Sentry.at(body, "/data/issue").set("count", Sentry.json("{\"v\":" + count + "}").get("v"));
    assertThat(read(body)).isEqualTo(read(Sentry.issue("created")));
  }

  @Test
  void anIssueOfPerformanceIsOne() throws Rejection {
    ObjectNode body = Sentry.issue("created");
    Sentry.at(body, "/data/issue").put("issueCategory", "performance");
    assertThat(read(body).get(0).type()).isEqualTo(EventType.PERFORMANCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issue | exploded | UNSUPPORTED",
        "installation | created | UNSUPPORTED",
        "comment | created | UNSUPPORTED",
        "event_alert | created | UNSUPPORTED"
      })
  void whatIsNotHandledIsSaidToBeUnsupported(
      String resource, String action, DeadLetter.Reason reason) {
    assertThatThrownBy(() -> Sentry.only(resource, Sentry.issue(action)))
        .isInstanceOfSatisfying(
            Rejection.class, rejection -> assertThat(rejection.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issue | {} | action: expected what happened to the issue, found nothing",
        "issue | {\"action\":5} | action: expected text, found number",
        "issue | {\"action\":\"created\"} | data.issue: expected an object, found nothing",
        "issue | {\"action\":\"created\",\"data\":[]} | data: expected an object, found array",
        "issue | {\"action\":\"resolved\",\"data\":{\"issue\":{}}} | data.issue.id: expected the issue's id, found nothing",
        "issue | {\"action\":\"created\",\"data\":{\"issue\":{\"id\":1}}} | title: missing or empty; an alert needs one",
      })
  void anotherShapeIsRejectedWithItsPath(String resource, String body, String detail) {
    assertThatThrownBy(() -> Sentry.only(resource, Sentry.json(body)))
        .isInstanceOf(Rejection.class)
        .hasMessage(detail);
  }

  @Test
  void aBodyWithoutTheHeaderMustBeOfTheLegacyPlugin() {
    assertThatThrownBy(() -> Sentry.only("", Sentry.eventAlert()))
        .isInstanceOf(Rejection.class)
        .hasMessageStartingWith("header sentry-hook-resource: missing");
  }
}
