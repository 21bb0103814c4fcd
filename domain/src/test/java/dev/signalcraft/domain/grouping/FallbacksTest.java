// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.ingest.Severity;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which channels a change names that may have been told in the place of others. */
class FallbacksTest {
  private final ToldRun told = new ToldRun();

  /** What the changes named so far, in words: {@code acknowledged [pager]}. */
  private List<String> named() {
    return told.run.changes.stream()
        .filter(change -> change.kind() == AlertChange.Kind.CHANGE)
        .map(
            change ->
                Objects.requireNonNull(change.change())
                        .reason()
                        .name()
                        .toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + change.fallbacks())
        .toList();
  }

  @Test
  void eachChangeAfterTheTellingNamesTheFallbackOfWhoWasTold() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack}], fallback: pager}");
    told.fires("1", "0S");
    told.does(Action.ACKNOWLEDGE, "1M");
    told.resolves("2", "2M");

    assertThat(named()).containsExactly("opened null", "acknowledged [pager]", "resolved [pager]");
  }

  @Test
  void whoWasNotToldHasNoFallbackYet() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack, wait: 5m}], fallback: pager}");
    told.fires("1", "0S", Severity.HIGH);
    told.fires("2", "1M", Severity.CRITICAL);
    told.until("6M");
    told.resolves("3", "7M");

    assertThat(named()).containsExactly("opened null", "severity_raised null", "resolved [pager]");
  }

  @Test
  void ofAStepItIsTheFallbackOfItsOwnRule() {
    told.with("RoutingRule", "all", "{priority: 1, notify: [{channel: slack}], fallback: mail}");
    told.with(
        "RoutingRule",
        "up",
        "{priority: 2, escalate: [{after: 5m, channel: sms}], fallback: call}");
    told.fires("1", "0S");
    told.until("6M");
    told.resolves("2", "7M");

    assertThat(named()).containsExactly("opened null", "escalated [mail]", "resolved [mail, call]");
  }

  @Test
  void whoWasToldAnywayIsNotNamedAgain() {
    told.with(
        "RoutingRule", "all", "{notify: [{channel: slack}, {channel: pager}], fallback: pager}");
    told.fires("1", "0S");
    told.resolves("2", "2M");

    assertThat(named()).containsExactly("opened null", "resolved null");
  }

  @Test
  void theEndOfASupersededEpisodeNamesThem() {
    told.with("RoutingRule", "all", "{notify: [{channel: slack}], fallback: pager}");
    told.fires("1", "0S", Severity.HIGH);
    told.fires("2", "2H", Severity.HIGH);

    assertThat(named()).containsExactly("opened null", "superseded [pager]", "opened null");
  }
}
