// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "08P01", "40001", "40P01", "53100", "53300", "58030", "55P03", "57P01", "57P02",
        "57P03", "57P05", "25P03", "25006", "26000"
      })
  void whatPassesIsTriedAgain(String state) {
    assertThat(SqlFault.of(fault(state))).isEqualTo(SqlFault.AWAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22001", "23514", "54000", "21000", "0A000", "25P02", "55000", "P0001", "XX000"})
  void anyOtherStateIsARefusal(String state) {
    assertThat(SqlFault.of(fault(state))).isEqualTo(SqlFault.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P01", "42501", "28P01", "3D000", "3F000"})
  void noSchemaAndNoRightsAreForSomebodyToMend(String state) {
    assertThat(SqlFault.of(fault(state))).isEqualTo(SqlFault.UNUSABLE);
    assertThat(SqlFault.ofConnecting(fault(state))).isEqualTo(SqlFault.UNUSABLE);
  }

  @Test
  void aCancelledStatementIsSlow() {
    assertThat(SqlFault.of(fault("57014"))).isEqualTo(SqlFault.SLOW);
  }

  @Test
  void withoutAStateOnlyTheNetworkPasses() {
    SQLException broken = new SQLException("x", null, new RuntimeException(new IOException("y")));
    assertThat(SqlFault.of(broken)).isEqualTo(SqlFault.AWAY);
    assertThat(SqlFault.of(new SQLException("x"))).isEqualTo(SqlFault.REFUSED);
  }

  @Test
  void theFaultOfARowInTheBatchIsTheFaultOfTheBatch() {
    SQLException batch = new BatchUpdateException("b", "54000", new int[0]);
    batch.setNextException(fault("08006"));
    assertThat(SqlFault.of(batch)).isEqualTo(SqlFault.AWAY);
    batch.setNextException(fault("23514"));
    assertThat(SqlFault.of(batch)).isEqualTo(SqlFault.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"22023", "0A000", "57014", "99999"})
  void noRowIsToBlameBeforeTheFirst(String state) {
    assertThat(SqlFault.ofConnecting(fault(state))).isEqualTo(SqlFault.AWAY);
  }

  private static SQLException fault(String state) {
    return new SQLException("x", state);
  }
}
