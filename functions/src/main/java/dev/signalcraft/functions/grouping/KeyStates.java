// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.routing.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * What lies in state under a key: its latest group with its clocks, its plan, and the ids of the
 * last 24 h.
 */
record KeyStates(
    KeyContext context,
    ValueState<KeyState> groups,
    MapState<Integer, long[]> ids,
    ValueState<Plan> plans) {
  /** The states of the operator that has this context. */
  static KeyStates of(RuntimeContext runtime, KeyContext context) {
    return new KeyStates(
        context,
        runtime.getState(new ValueStateDescriptor<>("alert-group", new KeyStateSerializer())),
        runtime.getMapState(
            new MapStateDescriptor<>(
                "recent-ids", Types.INT, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO)),
        runtime.getState(new ValueStateDescriptor<>("plan", TypeInformation.of(Plan.class))));
  }

  /** The states are those of this key from now on. */
  void use(String key) {
    if (!key.equals(context.getCurrentKey())) {
      context.setCurrentKey(key);
    }
  }

  /** What lies under a key. */
  CachedKey read(String key) throws IOException {
    use(key);
    return new CachedKey(key, groups.value(), this);
  }

  /** The plan under the current key. */
  Plan plan() {
    try {
      Plan plan = plans.value();
      return plan == null ? Plan.NOBODY : plan;
    } catch (IOException e) {
      throw new UncheckedIOException("the plan cannot be read from state", e);
    }
  }

  /** Replaces the plan under the current key. */
  void plan(Plan plan) throws IOException {
    if (plan.equals(Plan.NOBODY)) {
      plans.clear();
    } else {
      plans.update(plan);
    }
  }
}
