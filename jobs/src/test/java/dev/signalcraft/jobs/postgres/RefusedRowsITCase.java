// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.sql.Upsert;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a real Postgres refuses stand alone and become letters; the others are written. */
class RefusedRowsITCase {
  private TestWriters on;

  @BeforeEach
  void open() throws SQLException {
    on = new TestWriters();
  }

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void aChangeThatIsRefusedBecomesALetterWhateverItHolds() throws Exception {
    on.changes.write(TestWriters.group("good", 1), null);
    on.changes.write(TestWriters.count(Groups.of("nul", T0).title("a\0b")), null);
    on.changes.write(TestWriters.count(Groups.of("tag", T0).tags(Map.of("t", "\0"))), null);
    on.changes.write(TestWriters.count(Groups.of("late", T0).lastSeen(Instant.MAX)), null);
    on.changes.write(TestWriters.count(Groups.of("large", T0).workspace(noise(9_000))), null);
    on.changes.write(change("nul-change", "w\0", T0), null);
    on.changes.write(change("late-change", "w", Instant.MAX), null);
    on.changes.write(TestWriters.group("also-good", 1), null);
    on.changes.flush(false);

    assertThat(on.database.rows("select fingerprint from alert_groups order by 1"))
        .containsExactly("also-good", "good", "late-change", "nul-change");
    assertThat(on.database.rows("select count(*) from alert_group_changes")).containsExactly("0");
    assertThat(
            on.database.rows(
                "select split_part(detail, ' ', 1), length(workspace), extract(year from at)"
                    + " from dead_letters where partition = -1 and reason = 'refused-row'"
                    + " order by 1, 2, 3"))
        .containsExactly(
            "22008|1|9999",
            "22008|7|2026",
            "22021|2|2026",
            "22021|7|2026",
            "22P05|7|2026",
            "54000|63|2026");
    assertThat(on.counted("rowsRefused")).isEqualTo(6);
    assertThat(on.counted("rowsLost")).isZero();
  }

  @Test
  void aRecordOfWhichNoRowCanBeMadeIsParkedAndItsNeighboursAreWritten() throws Exception {
    Upsert<AlertChange> accepts =
        Upsert.<AlertChange>into("accepts")
            .accepting(
                record -> {
                  throw broken();
                })
            .firstHolds(List.of("k"), record -> "k");
    Upsert<AlertChange> key =
        Upsert.<AlertChange>into("key")
            .firstHolds(
                List.of("k"),
                record -> {
                  throw broken();
                });
    Upsert<AlertChange> bind =
        Upsert.<AlertChange>into("bind")
            .text(
                "k",
                record -> {
                  throw broken();
                })
            .firstHolds(List.of("k"), AlertChange::groupId);
    Upsert<AlertChange> newer =
        Upsert.<AlertChange>into("alert_minutes")
            .text("workspace", AlertChange::workspace)
            .text("group_id", AlertChange::groupId)
            .time("minute", AlertChange::at)
            .number("events", record -> 1)
            .number("duplicates", record -> 0)
            .newestHolds(
                List.of("group_id", "minute"),
                AlertChange::groupId,
                "%1$s.events",
                (candidate, present) -> {
                  throw broken();
                });
    PostgresWriter<AlertChange> writer =
        on.writer(
            List.of(accepts, key, bind, AlertGroupRows.UPSERT, newer),
            RefusedRows::change,
            on.database.user());
    try {
      writer.write(TestWriters.group("good", 1), null);
      writer.write(TestWriters.group("good", 2), null);
      writer.flush(false);
    } finally {
      writer.close();
    }

    assertThat(on.database.rows("select fingerprint, count from alert_groups"))
        .containsExactly("good|2");
    assertThat(on.database.rows("select count(*) from alert_minutes")).containsExactly("1");
    assertThat(
            on.database.rows(
                "select split_part(topic, '/', 2) from dead_letters"
                    + " where detail like '%IllegalState%: broken' order by 1"))
        .containsExactly("accepts", "alert_minutes", "bind", "key", "key");
  }

  @Test
  void aLetterThatIsRefusedKeepsItsPlace() throws Exception {
    on.letters.write(letter("nul\0", "x", T0), null);
    on.letters.write(letter("text", "x\0", T0), null);
    on.letters.write(letter("late", "x", Instant.MAX), null);
    on.letters.write(letter("early", "x", Instant.MIN), null);
    on.letters.write(letter(noise(9_000), "x", T0), null);
    on.letters.write(letter("good", "x", T0), null);
    on.letters.flush(false);

    assertThat(
            on.database.rows(
                "select left(topic, 5), partition, reason, extract(year from at), text"
                    + " from dead_letters where length(topic) < 10 order by 1"))
        .containsExactly(
            "early|3|refused-row|2000|",
            "good|3|empty|2026|x",
            "late|3|refused-row|9999|",
            "nul\ufffd|3|refused-row|2026|",
            "text|3|refused-row|2026|");
    assertThat(on.database.rows("select length(topic) from dead_letters where length(topic) > 10"))
        .containsExactly("249");
  }

  @Test
  void aRefusedVersionIsOneLetterHoweverOftenItComes() throws Exception {
    on.database.execute("alter table alert_groups add check (fingerprint <> 'bad')");
    for (int count = 1; count <= 5; count++) {
      on.changes.write(TestWriters.group("bad", count), null);
      on.changes.flush(false);
    }

    assertThat(on.database.rows("select count(*) from dead_letters")).containsExactly("1");
    assertThat(on.counted("rowsRefused")).isEqualTo(5);
  }

  @Test
  void aLetterThatIsRefusedTooIsCountedAndTheRestIsWritten() throws Exception {
    on.database.execute("alter table alert_groups add check (fingerprint <> 'bad')");
    on.database.execute("alter table dead_letters add check (reason <> 'refused-row')");
    on.changes.write(TestWriters.group("bad", 1), null);
    on.changes.write(TestWriters.group("good", 1), null);
    on.changes.flush(false);

    assertThat(on.database.rows("select fingerprint from alert_groups")).containsExactly("good");
    assertThat(on.counted("rowsLost")).isEqualTo(1);
  }

  private static AlertChange change(String fingerprint, String workspace, Instant at) {
    AlertChange good = Groups.change(Groups.of(fingerprint, T0).build(), ChangeReason.OPENED);
    return new AlertChange(
        good.kind(),
        good.groupKey(),
        good.groupId(),
        workspace,
        at,
        good.group(),
        good.change(),
        null,
        false,
        null,
        null,
        null);
  }

  private static RuntimeException broken() {
    return new IllegalStateException("broken");
  }

  private static DeadLetter letter(String topic, String text, Instant at) {
    return new DeadLetter(topic, 3, 4, "w", null, DeadLetter.Reason.EMPTY, "d", text, at);
  }

  /** Text that an index row cannot hold, as compression does not make it small. */
  private static String noise(int length) {
    return new java.util.Random(1)
        .ints(length, 'a', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
