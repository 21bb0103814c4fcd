// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.json.WireName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts what is recorded, by status. */
final class StatusCounters {
  private final Map<Delivery.Status, Counter> counters = new EnumMap<>(Delivery.Status.class);

  StatusCounters(MetricGroup metrics) {
    for (Delivery.Status status : Delivery.Status.values()) {
      counters.put(status, metrics.addGroup("status", WireName.of(status)).counter("deliveries"));
    }
  }

  void count(Delivery delivery) {
    Objects.requireNonNull(counters.get(delivery.status())).inc();
  }
}
