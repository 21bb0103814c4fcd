// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final String KEY = "7cccdfe8137c4a515f0fdf9d2e6cd92f";
  private static final ReplaySpan SPAN =
      new ReplaySpan("r", "default", at(1_000), at(2_000), at(3_000));

  private final Map<String, Decision> recorded = new HashMap<>();
  private final Map<String, Decision> replayed = new HashMap<>();
  private RecordedGroups groups = RecordedGroups.NONE;

  @Test
  void aDecisionOfBothIsTheSameEarlierOrLaterByItsTime() {
    recorded("a", 1_500, 2_100).replayed("a", 1_500, 2_100);
    recorded("b", 1_500, 2_100).replayed("b", 1_500, 2_099);
    recorded("c", 1_500, 2_100).replayed("c", 1_500, 2_101);

    assertThat(found())
        .containsExactly("same a 2100 2100", "earlier b 2100 2099", "later c 2100 2101");
  }

  @Test
  void aDecisionOfOneSideIsAddedOrSuppressed() {
    recorded("a", 1_500, 2_100).replayed("b", 1_600, 2_200);

    assertThat(found()).containsExactly("suppressed a 2100 -", "added b - 2200");
  }

  @Test
  void bothEndsOfTheSpanBelongToItAndWhatLiesOutsideCountsOnNeitherSide() {
    recorded("a", 1_500, 1_999).recorded("b", 1_500, 2_000);
    replayed("c", 1_500, 3_000).replayed("d", 1_500, 3_001);
    recorded("e", 1_500, 1_999).replayed("e", 1_500, 2_001);

    assertThat(found()).containsExactly("suppressed b 2000 -", "added c - 3000", "added e - 2001");
  }

  @Test
  void ofAGroupOlderThanTheWarmUpAndOfThoseReplayedInItsPlaceNothingIsKnown() {
    known(999).known(2_500);
    recorded("a", 999, 2_100);
    replayed("b", 1_200, 2_200).replayed("c", 2_499, 2_600);
    recorded("d", 2_500, 2_700).replayed("e", 2_500, 2_800);

    assertThat(found())
        .containsExactly(
            "unknown a 2100 -",
            "unknown b - 2200",
            "unknown c - 2600",
            "suppressed d 2700 -",
            "added e - 2800");
  }

  @Test
  void aGroupThatBeganWithTheWarmUpIsKnown() {
    known(1_000);
    replayed("a", 1_200, 2_200);

    assertThat(found()).containsExactly("added a - 2200");
  }

  @Test
  void whatASavepointRemembersOfAnOlderGroupIsCompared() {
    known(999);
    recorded("a", 999, 2_100).replayed("a", 999, 2_100);

    assertThat(found()).containsExactly("same a 2100 2100");
  }

  @Test
  void aSpanEndsWhereTheLogDoesAndIsNeverEmpty() {
    assertThat(SPAN.reaching(at(2_500)).until()).isEqualTo(at(2_500));
    assertThat(SPAN.reaching(at(3_500)).until()).isEqualTo(at(3_000));
    assertThatThrownBy(() -> SPAN.reaching(at(2_000)))
        .hasMessageContaining("choose an earlier --since");
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private ComparisonTest known(long openedAt) {
    groups = groups.and(KEY + "-" + openedAt, SPAN.from().toEpochMilli());
    return this;
  }

  private ComparisonTest recorded(String id, long openedAt, long at) {
    recorded.put(id, decision(id, openedAt, at));
    return this;
  }

  private ComparisonTest replayed(String id, long openedAt, long at) {
    replayed.put(id, decision(id, openedAt, at));
    return this;
  }

  private static Decision decision(String id, long openedAt, long at) {
    String group = KEY + "-" + openedAt;
    return new Decision(id, "default", group, "chat", NotificationReason.OPENED, "all", 1, at(at));
  }

  private List<String> found() {
    List<String> found = new ArrayList<>();
    Comparison.compare(
        SPAN,
        recorded,
        replayed,
        groups,
        one ->
            found.add(
                "%s %s %s %s"
                    .formatted(
                        WireName.of(one.kind()),
                        one.notificationId(),
                        millis(one.recordedAt()),
                        millis(one.replayedAt()))));
    return found;
  }

  private static String millis(Instant at) {
    return at == null ? "-" : Long.toString(at.toEpochMilli());
  }
}
