// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.grouping.ChangeReason.OPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.REOPENED;
import static dev.signalcraft.domain.grouping.ChangeReason.RESOLVED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_LOWERED;
import static dev.signalcraft.domain.grouping.ChangeReason.SEVERITY_RAISED;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventDraft;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Severity by frequency, as a group lives with it. */
class SeverityRulesTest {
  private static final String STEEP = "{\"steps\":[{\"count\":3,\"severity\":\"critical\"}]}";

  private final ConfigHistory<SeverityRule> history =
      new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read);
  private final KeyRun run =
      new KeyRun(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0), new SeverityRules(history));

  @Test
  void twoRulesOfDifferentTagsDoNotPullAStatefulGroupToAndFro() throws IOException {
    rule(
        "a",
        1,
        "{\"match\":{\"tags\":{\"team\":\"a\"}},\"steps\":[{\"count\":1,\"severity\":\"high\"}]}");
    rule(
        "b",
        1,
        "{\"match\":{\"tags\":{\"team\":\"b\"}},\"steps\":[{\"count\":1,\"severity\":\"critical\"}]}");
    for (int i = 0; i < 6; i++) {
      run.at(
          T0.plusSeconds(i),
          build(
              draft("cpu", "e" + i, T0)
                  .lifecycle(Lifecycle.STATEFUL)
                  .severity(Severity.LOW)
                  .tag("team", i % 2 == 0 ? "a" : "b")));
    }
    assertThat(run.reasons()).containsExactly(OPENED);
    assertThat(run.group().severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void theCountRaisesTheGroupAndTheChangeNamesTheRuleAndItsVersion() throws IOException {
    rule("frequent", 1, STEEP);
    rule("frequent", 2, STEEP);
    for (int i = 1; i <= 3; i++) {
      run.at(T0.plusSeconds(i), event("checkout", "e" + i, T0));
    }
    assertThat(run.reasons()).containsExactly(OPENED, SEVERITY_RAISED);
    GroupChange raised = run.of(AlertChange.Kind.CHANGE).get(1).change();
    assertThat(raised.rule()).isEqualTo("frequent");
    assertThat(raised.ruleVersion()).isEqualTo(2);
    assertThat(raised.severityAfter()).isEqualTo(Severity.CRITICAL);
    assertThat(raised.eventId()).isEqualTo(event("checkout", "e3", T0).eventId());
  }

  @Test
  void whatTheEventItselfRaisesNamesNoRule() throws IOException {
    rule("frequent", 1, STEEP);
    run.at(T0, event("checkout", "1", T0));
    run.at(T0, build(draft("checkout", "2", T0).severity(Severity.CRITICAL)));

    GroupChange raised = run.of(AlertChange.Kind.CHANGE).get(1).change();
    assertThat(raised.reason()).isEqualTo(SEVERITY_RAISED);
    assertThat(raised.rule()).isNull();
    assertThat(raised.ruleVersion()).isNull();
  }

  @Test
  void resolvedEventsAndRedeliveriesDoNotCountTowardsAThreshold() throws IOException {
    rule("frequent", 1, STEEP);
    AlertEvent first = event("checkout", "1", T0);
    run.at(T0, first).at(T0, first).at(T0, first);
    run.at(T0, build(draft("checkout", "2", T0).status(EventStatus.RESOLVED)));
    run.at(T0.plusSeconds(1), event("checkout", "3", T0));

    assertThat(run.reasons()).containsExactly(OPENED, RESOLVED, REOPENED);
    assertThat(run.group().severity()).isEqualTo(Severity.HIGH);
  }

  @Test
  void theWorstOfTwoRulesHoldsAndOfEqualsTheFirstByName() throws IOException {
    rule("c", 1, "{\"steps\":[{\"count\":1,\"severity\":\"critical\"}]}");
    rule("b", 1, "{\"steps\":[{\"count\":1,\"severity\":\"critical\"}]}");
    rule("a", 1, "{\"steps\":[{\"count\":1,\"severity\":\"low\"}]}");
    run.at(T0, event("checkout", "1", T0)).at(T0, event("checkout", "2", T0));

    assertThat(run.reasons()).containsExactly(OPENED);
    assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(run.of(AlertChange.Kind.CHANGE).get(0).change().rule()).isEqualTo("b");
  }

  @Test
  void aStatefulGroupKeepsWhatItsCountAsksForThoughItsEventsSayLess() throws IOException {
    rule("frequent", 1, STEEP);
    for (int i = 1; i <= 9; i++) {
      Severity own = i % 2 == 0 ? Severity.LOW : Severity.MEDIUM;
      run.at(T0.plusSeconds(i), build(stateful(i).severity(own)));
    }
    assertThat(run.reasons()).containsExactly(OPENED, SEVERITY_LOWERED, SEVERITY_RAISED);
    assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aRuleIsInForceFiveSecondsAfterItsLogTimeAndNotAMillisecondEarlier() throws IOException {
    rule("frequent", 1, "{\"steps\":[{\"count\":1,\"severity\":\"critical\"}]}", T0);
    run.at(T0.plusMillis(4_999), event("checkout", "1", T0));
    assertThat(run.group().severity()).isEqualTo(Severity.HIGH);

    run.at(T0.plusMillis(5_000), event("checkout", "2", T0));
    assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void aRuleThatIsDeletedOrDisabledRaisesNothingMoreAndLowersNothing() throws IOException {
    rule("frequent", 1, STEEP, T0.minusSeconds(60));
    rule("frequent", 2, null, T0);
    for (int i = 1; i <= 3; i++) {
      run.at(T0.plusSeconds(1), event("checkout", "e" + i, T0));
    }
    assertThat(run.group().severity()).isEqualTo(Severity.CRITICAL);
    run.at(T0.plusSeconds(10), event("checkout", "e4", T0));
    assertThat(run.reasons()).containsExactly(OPENED, SEVERITY_RAISED);

    KeyRun other = new KeyRun(new Windows(KeyRun.WINDOW, KeyRun.AUTO_CLOSE, 0), rules());
    for (int i = 1; i <= 3; i++) {
      other.at(T0.plusSeconds(10), event("cart", "e" + i, T0));
    }
    assertThat(other.reasons()).containsExactly(OPENED);
  }

  @Test
  void aRuleOfAnotherWorkspaceIsNobodysHere() throws IOException {
    history.accept(
        new ConfigRecord(
            SeverityRule.KIND,
            new ConfigRecord.Metadata("elsewhere", "frequent"),
            1,
            0,
            false,
            Json.mapper().readTree("{\"steps\":[{\"count\":1,\"severity\":\"critical\"}]}")),
        0);
    run.at(T0, event("checkout", "1", T0));

    assertThat(run.group().severity()).isEqualTo(Severity.HIGH);
  }

  private SeverityRules rules() {
    return new SeverityRules(history);
  }

  private static EventDraft stateful(int number) {
    return draft("cpu", "s" + number, T0).lifecycle(Lifecycle.STATEFUL);
  }

  private void rule(String name, long version, String spec) throws IOException {
    rule(name, version, spec, T0.minusSeconds(60));
  }

  private void rule(String name, long version, String spec, Instant logTime) throws IOException {
    ConfigRecord document =
        new ConfigRecord(
            SeverityRule.KIND,
            new ConfigRecord.Metadata("default", name),
            version,
            version - 1,
            spec == null,
            spec == null ? null : Json.mapper().readTree(spec));
    assertThat(history.accept(document, logTime.toEpochMilli()))
        .isEqualTo(ConfigHistory.Outcome.APPLIED);
  }
}
