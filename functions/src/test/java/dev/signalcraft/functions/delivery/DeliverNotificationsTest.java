// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.LogLine;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigReader;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // The harness may be interrupted while it closes.
class DeliverNotificationsTest {
  private static final Instant BEFORE = T0.minusSeconds(60);

  private static List<Notification> told(Instant at) {
    ConfigLog rule =
        new ConfigLog()
            .at(BEFORE, "RoutingRule", "all", "{notify: [{channel: ops}, {channel: nowhere}]}");
    return new GroupStory(rule).at(at, event("checkout", "1", at)).notifications();
  }

  private static List<RawRecord> channel(Instant logTime) {
    return new ConfigLog().at(logTime, Channel.KIND, "ops", "{type: log}").records();
  }

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();

  private BroadcastOperatorTestHarness<Notification, RawRecord, String> harness(ConfigReader reader)
      throws Exception {
    DeliverNotifications function = new DeliverNotifications(reader);
    var harness =
        new BroadcastOperatorTestHarness<>(
            new CoBroadcastWithNonKeyedOperator<>(function, List.of()), 1, 1, 0);
    harness.setup();
    RuntimeContext context = function.getRuntimeContext();
    function.setRuntimeContext(
        (RuntimeContext)
            Proxy.newProxyInstance(
                RuntimeContext.class.getClassLoader(),
                new Class<?>[] {RuntimeContext.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getMetricGroup")
                        ? metrics
                        : method.invoke(context, arguments)));
    harness.open();
    return harness;
  }

  private long unknown() {
    return ((Counter) metrics.get("channelUnknown")).getCount();
  }

  private static void tell(
      BroadcastOperatorTestHarness<Notification, RawRecord, String> harness, Instant at)
      throws Exception {
    for (Notification told : told(at)) {
      harness.processElement(told, at.toEpochMilli());
    }
  }

  @Test
  void aLineIsMadeForEachChannelThatIsALogAndNothingForOneThatNobodyKnows() throws Exception {
    List<RawRecord> log = channel(BEFORE);
    try (var harness = harness(() -> log)) {
      tell(harness, T0);

      assertThat(told(T0)).extracting(Notification::channel).containsExactly("ops", "nowhere");
      assertThat(harness.extractOutputValues()).containsExactly(LogLine.of(told(T0).get(0)));
      assertThat(unknown()).isEqualTo(1);
    }
  }

  @Test
  void theChannelIsTheOneInForceWhenItWasDecided() throws Exception {
    Instant inForce = T0.plusMillis(ConfigHistory.IN_FORCE_AFTER_MILLIS);
    try (var harness = harness(List::of)) {
      tell(harness, T0);
      for (RawRecord record : channel(T0)) {
        harness.processBroadcastElement(record, T0.toEpochMilli());
      }
      tell(harness, inForce.minusMillis(1));
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(unknown()).isEqualTo(4);

      tell(harness, inForce);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }
}
