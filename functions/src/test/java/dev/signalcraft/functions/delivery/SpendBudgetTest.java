// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // The harness may be interrupted while it closes.
class SpendBudgetTest {
  private static final ConfigLog THREE =
      new ConfigLog()
          .at(T0.minusSeconds(60), Workspace.KIND, Workspace.NAME, "{notificationsPerMinute: 3}");

  private static KeyedBroadcastOperatorTestHarness<String, Notification, RawRecord, ChannelInput>
      harness() throws Exception {
    SpendBudget budget = new SpendBudget(() -> THREE.records());
    var harness =
        new KeyedBroadcastOperatorTestHarness<String, Notification, RawRecord, ChannelInput>(
            new CoBroadcastWithKeyedOperator<>(budget, List.of()),
            Notification::workspace,
            Types.STRING,
            1,
            1,
            0);
    harness.open();
    return harness;
  }

  @Test
  void whatIsBeyondTheBudgetOfAMinuteGoesInDigests() throws Exception {
    try (var harness = harness()) {
      for (int second = 55; second < 65; second++) {
        harness.processElement(told("g" + second, second, OPENED), 0);
      }

      assertThat(harness.extractOutputValues())
          .extracting(ChannelInput::digestOnly)
          .containsExactly(false, false, false, true, true, false, false, false, true, true);
    }
  }

  /** The workspaces that have state. */
  private static long workspaces(AbstractStreamOperatorTestHarness<ChannelInput> harness) {
    return harness
        .getOperator()
        .<String>getKeyedStateBackend()
        .getKeys("spent", VoidNamespace.INSTANCE)
        .count();
  }

  @Test
  void nothingIsLeftSomeMinutesLater() throws Exception {
    try (var harness = harness()) {
      harness.setProcessingTime(T0.toEpochMilli());
      harness.processElement(told("a", 1, OPENED), 0);
      assertThat(workspaces(harness)).isEqualTo(1);

      harness.setProcessingTime(T0.toEpochMilli() + 600_000);
      assertThat(workspaces(harness)).isZero();
      assertThat(harness.numProcessingTimeTimers()).isZero();
    }
  }
}
