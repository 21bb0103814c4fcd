// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.ChannelQueue;
import dev.signalcraft.domain.delivery.ChannelStanding;
import dev.signalcraft.domain.delivery.GroupDelivery;
import dev.signalcraft.domain.delivery.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/** What lies in state under the key of a channel: how it stands, and its groups. */
record ChannelStates(
    KeyedStateBackend<String> backend,
    ValueState<ChannelStanding> standings,
    MapState<String, GroupDelivery> groups) {
  private static final String STANDING = "channel-standing";

  static ChannelStates of(KeyedStateStore store, KeyedStateBackend<String> backend) {
    return new ChannelStates(
        backend,
        store.getState(
            new ValueStateDescriptor<>(STANDING, TypeInformation.of(ChannelStanding.class))),
        store.getMapState(
            new MapStateDescriptor<>(
                "group-deliveries", Types.STRING, TypeInformation.of(GroupDelivery.class))));
  }

  /** The channels that have state here. */
  List<String> keys() {
    try (Stream<String> keys = backend.getKeys(STANDING, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  /** The queue of a channel as it lies in state. */
  ChannelQueue read(String key, Ledger ledger) throws Exception {
    backend.setCurrentKey(key);
    ChannelStanding standing = standings.value();
    List<GroupDelivery> kept = new ArrayList<>();
    for (GroupDelivery group : groups.values()) {
      kept.add(group);
    }
    return queue(key, standing == null ? ChannelStanding.NEW : standing, kept, ledger);
  }

  /** The queue of a channel that has none. */
  static ChannelQueue queue(
      String key, ChannelStanding standing, List<GroupDelivery> kept, Ledger ledger) {
    int slash = key.indexOf('/');
    return new ChannelQueue(
        key.substring(0, slash), key.substring(slash + 1), standing, kept, ledger);
  }

  /** Writes what has changed of a channel; nothing is left of one without groups. */
  void write(ChannelQueue queue) throws Exception {
    List<GroupDelivery> changed = queue.drainChanged();
    Set<String> forgotten = queue.drainForgotten();
    if (changed.isEmpty() && forgotten.isEmpty()) {
      return;
    }
    backend.setCurrentKey(queue.key());
    for (String groupId : forgotten) {
      groups.remove(groupId);
    }
    for (GroupDelivery group : changed) {
      groups.put(group.groupId(), group);
    }
    if (queue.isEmpty()) {
      standings.clear();
    } else {
      standings.update(queue.standing());
    }
  }
}
