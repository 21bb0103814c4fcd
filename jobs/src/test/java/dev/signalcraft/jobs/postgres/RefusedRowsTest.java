// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.DeadLetterRows;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusedRowsTest {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  @Test
  void aChangeIsToldWithItsTableAndContent() {
    AlertChange count = Groups.count(Groups.of("checkout", T0).build());

    DeadLetter letter = RefusedRows.change(count, AlertGroupRows.UPSERT, "23514 no");

    assertThat(letter.topic()).isEqualTo("signalcraft.alert-changes.v1/alert_groups");
    assertThat(letter.partition()).isEqualTo(-1);
    assertThat(letter.workspace()).isEqualTo("default");
    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.REFUSED_ROW);
    assertThat(letter.detail()).isEqualTo("23514 no");
    assertThat(letter.text()).contains("\"fingerprint\":\"checkout\"");
    assertThat(letter.at()).isEqualTo(T0);
  }

  @Test
  void aVersionIsOneLetterWithWhateverCounts() {
    Groups group = Groups.of("checkout", T0);
    long first = place(Groups.count(group.counts(1, 0).build()));

    assertThat(first).isEqualTo(5_973_997_443_456_019_809L);
    assertThat(place(Groups.count(group.counts(2, 9).build()))).isEqualTo(first);
    assertThat(place(Groups.count(group.version(2).build()))).isNotEqualTo(first).isPositive();
    assertThat(place(Groups.count(Groups.of("other", T0).build()))).isNotEqualTo(first);
    assertThat(
            RefusedRows.change(
                    Groups.count(group.version(1).build()), AlertGroupChangeRows.UPSERT, "")
                .offset())
        .isNotEqualTo(first);
  }

  @Test
  void partsThatWouldBeRefusedAgainAreNotTakenOver() {
    DeadLetter late = RefusedRows.change(change("w\0", Instant.MAX), AlertGroupRows.UPSERT, "a\0b");
    assertThat(late.detail()).isEqualTo("a\ufffdb");
    assertThat(late.workspace()).isEqualTo("w\ufffd");
    assertThat(late.at()).isEqualTo(Instant.parse("9999-12-31T23:59:59.999Z"));

    DeadLetter early = RefusedRows.change(change("w", Instant.MIN), AlertGroupRows.UPSERT, "");
    assertThat(early.at()).isEqualTo(EARLIEST);
  }

  @Test
  void aLetterKeepsItsPlaceWithoutWhatIsWrongInIt() {
    DeadLetter letter = letter("t\0", Instant.MAX);
    assertThat(RefusedRows.letter(letter, DeadLetterRows.UPSERT, "22021 no"))
        .isEqualTo(
            new DeadLetter(
                "t\ufffd",
                3,
                4,
                null,
                null,
                DeadLetter.Reason.REFUSED_ROW,
                "22021 no",
                "",
                Instant.parse("9999-12-31T23:59:59.999Z")));

    DeadLetter nowhere = RefusedRows.letter(letter(" ", Instant.MIN), DeadLetterRows.UPSERT, "");
    assertThat(nowhere.topic()).isEqualTo("signalcraft.dead-letters.v1/dead_letters");
    assertThat(nowhere.at()).isEqualTo(EARLIEST);
    assertThat(RefusedRows.letter(letter("t".repeat(9_000), T0), DeadLetterRows.UPSERT, "").topic())
        .hasSize(249);
  }

  private static long place(AlertChange change) {
    return RefusedRows.change(change, AlertGroupRows.UPSERT, "").offset();
  }

  private static AlertChange change(String workspace, Instant at) {
    AlertGroup group = Groups.of("checkout", T0).build();
    return new AlertChange(
        AlertChange.Kind.COUNT,
        group.groupKey(),
        null,
        workspace,
        at,
        group,
        null,
        null,
        false,
        null,
        null,
        null);
  }

  private static DeadLetter letter(String topic, Instant at) {
    return new DeadLetter(topic, 3, 4, "w", null, DeadLetter.Reason.EMPTY, "d", "x\0", at);
  }
}
