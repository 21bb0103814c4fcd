// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.grouping.GroupKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentryMetricAlertTest {
  private static AlertEvent read(ObjectNode body) throws Rejection {
    return Sentry.only("metric_alert", body);
  }

  @ParameterizedTest
  @CsvSource({
    "critical,FIRING,CRITICAL",
    "warning,FIRING,MEDIUM",
    "open,FIRING,MEDIUM",
    "resolved,RESOLVED,MEDIUM"
  })
  void theActionAloneSaysHowItStands(String action, EventStatus status, Severity severity)
      throws Rejection {
    AlertEvent read = read(Sentry.metricAlert(action));
    assertThat(read.status()).isEqualTo(status);
    assertThat(read.severity()).isEqualTo(severity);
    assertThat(read.lifecycle()).isEqualTo(Lifecycle.STATEFUL);
  }

  @Test
  void theRuleMakesItTheSameProblemFromBeginningToEnd() throws Rejection {
    AlertEvent fired = read(Sentry.metricAlert("critical"));
    AlertEvent over = read(Sentry.metricAlert("resolved"));

    assertThat(fired.fingerprint()).isEqualTo("44");
    assertThat(fired.project()).isEqualTo("storefront");
    assertThat(fired.environment()).isEqualTo("production");
    assertThat(GroupKey.of(over)).isEqualTo(GroupKey.of(fired));
    assertThat(over.eventId()).isNotEqualTo(fired.eventId());
    assertThat(fired.occurredAt()).isEqualTo(Instant.parse("2026-03-01T23:55:00Z"));
    assertThat(over.occurredAt()).isEqualTo(Events.T0);
  }

  @Test
  void withoutARuleTheIncidentIsTheFingerprint() throws Rejection {
    ObjectNode body = Sentry.metricAlert("critical");
    Sentry.at(body, "/data/metric_alert").putNull("alert_rule");
    assertThat(read(body).fingerprint()).isEqualTo("501");
    Sentry.at(body, "/data/metric_alert").remove("id");
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(Rejection.class)
        .hasMessageStartingWith("data.metric_alert.id: expected the id");
  }

  @Test
  void aRetryIsTheSameEventAndASecondRiseIsNot() throws Rejection {
    ObjectNode body = Sentry.metricAlert("critical");
    String first = read(body).eventId();
    assertThat(read(Sentry.metricAlert("critical")).eventId()).isEqualTo(first);
    Sentry.at(body, "/data").put("description_text", "2900 in the last 5 minutes");
    assertThat(read(body).eventId()).isNotEqualTo(first);
  }

  @Test
  void anEnvironmentThatTheRuleLeavesOpenIsTheDefaultOfTheIntegration() throws Rejection {
    ObjectNode body = Sentry.metricAlert("critical");
    Sentry.at(body, "/data/metric_alert/alert_rule").putNull("environment");
    assertThat(read(body).environment()).isEqualTo("production");
  }

  @ParameterizedTest
  @CsvSource({
    "count(),ERROR", "failure_rate(),ERROR", "count_unique(user),ERROR",
    "p50(),PERFORMANCE", "p95(transaction.duration),PERFORMANCE", "p99(),PERFORMANCE",
    "avg(transaction.duration),PERFORMANCE", "avg(foo),ERROR", "apdex(300),PERFORMANCE"
  })
  void aggregatesOfLatencyAreOfPerformance(String aggregate, EventType type) throws Rejection {
    ObjectNode body = Sentry.metricAlert("critical");
    Sentry.at(body, "/data/metric_alert/alert_rule").put("aggregate", aggregate);
    assertThat(read(body).type()).isEqualTo(type);
  }

  @Test
  void withoutATitleItsDescriptionIsTheTitle() throws Rejection {
    ObjectNode body = Sentry.metricAlert("critical");
    Sentry.at(body, "/data/metric_alert").remove("title");
    assertThat(read(body).title()).isEqualTo("Critical: Slow checkout");
  }
}
