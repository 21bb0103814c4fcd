// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.delivery.ChannelStanding;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.GroupDelivery;
import dev.signalcraft.domain.delivery.Spent;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.routing.Step;
import dev.signalcraft.domain.routing.Target;
import dev.signalcraft.domain.silence.Announcement;
import dev.signalcraft.domain.silence.Held;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.functions.delivery.ChannelInput;
import dev.signalcraft.functions.delivery.Reached;
import dev.signalcraft.functions.ingest.KeyedRecord;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever moves between operators or lies in state is serialized without Kryo. */
class ModelSerializationTest {
  record FallsToKryo(String name, Duration window) {}

  static Stream<Class<?>> records() {
    Set<Class<?>> found = new LinkedHashSet<>();
    Stream.of(
            KeyedRecord.class,
            Input.class,
            RawRecord.class,
            DeadLetter.class,
            AlertChange.class,
            KeyState.class,
            Plan.class,
            Target.class,
            Step.class,
            Notification.class,
            Announcement.class,
            Held.class,
            MetricWindow.class,
            SloWindow.class,
            Delivery.class,
            Delivery.Part.class,
            GroupDelivery.class,
            ChannelStanding.class,
            Spent.class,
            ChannelInput.class,
            Reached.class)
        .forEach(type -> walk(type, found));
    return found.stream();
  }

  private static void walk(Class<?> type, Set<Class<?>> found) {
    if (type.isRecord() && found.add(type)) {
      for (RecordComponent component : type.getRecordComponents()) {
        walk(component.getType(), found);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void needsNoKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }

  @Test
  void theCheckFailsForAComponentThatFallsToKryo() {
    assertThatThrownBy(() -> PojoTestUtils.assertSerializedAsPojoWithoutKryo(FallsToKryo.class))
        .isInstanceOf(AssertionError.class);
  }
}
