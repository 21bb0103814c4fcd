// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.AlertMinuteRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpsertTest {
  private static final List<Upsert<AlertChange>> ALL =
      List.of(
          AlertGroupRows.UPSERT,
          AlertGroupChangeRows.UPSERT,
          AlertEventRows.UPSERT,
          AlertMinuteRows.UPSERT);

  @Test
  void eachKindOfRecordHasItsTables() {
    var group = Groups.of("checkout", T0).build();
    assertThat(tables(Groups.change(group, ChangeReason.OPENED)))
        .containsExactly("alert_groups", "alert_group_changes");
    assertThat(tables(Groups.count(group))).containsExactly("alert_groups");
    assertThat(tables(Groups.event(group, Events.event("checkout", "1", T0), T0)))
        .containsExactly("alert_events");
    assertThat(tables(Groups.minute(group, T0, 1, 0))).containsExactly("alert_minutes");
  }

  @Test
  void theGuardIsTheOneOfTheDesign() {
    assertThat(AlertGroupRows.UPSERT.sql())
        .startsWith("insert into alert_groups as t (\"group_id\", ")
        .endsWith(
            " where (excluded.version, excluded.count + excluded.duplicates)"
                + " > (t.version, t.count + t.duplicates)")
        .doesNotContain("\"group_id\" = excluded");
  }

  @Test
  void ofTwoGroupsTheGreaterVersionThenTheGreaterCountIsNewer() {
    Groups group = Groups.of("checkout", T0);
    AlertChange present = Groups.count(group.version(2).counts(5, 5).build());
    Upsert<AlertChange> upsert = AlertGroupRows.UPSERT;
    assertThat(upsert.newer(Groups.count(group.version(3).counts(0, 0).build()), present)).isTrue();
    assertThat(upsert.newer(Groups.count(group.version(1).counts(9, 9).build()), present))
        .isFalse();
    assertThat(upsert.newer(Groups.count(group.version(2).counts(5, 6).build()), present)).isTrue();
    assertThat(upsert.newer(present, present)).isFalse();
    assertThat(upsert.key(present)).isEqualTo(group.build().groupId());
  }

  @Test
  void anUpsertTravelsToATaskAndBack() throws Exception {
    var row = Groups.count(Groups.of("checkout", T0).build());
    for (Upsert<AlertChange> upsert : ALL) {
      Upsert<AlertChange> copy = roundTrip(upsert);
      assertThat(copy.sql()).isEqualTo(upsert.sql());
      assertThat(copy.accepts(row)).isEqualTo(upsert.accepts(row));
    }
  }

  private static List<String> tables(AlertChange row) {
    return ALL.stream().filter(upsert -> upsert.accepts(row)).map(Upsert::table).toList();
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"})
  private static <T> T roundTrip(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
