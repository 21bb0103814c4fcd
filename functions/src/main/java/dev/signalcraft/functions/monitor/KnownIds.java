// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.grouping.RecentIds;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/** The {@link RecentIds} of the current key, in keyed state. */
final class KnownIds implements RecentIds.Pages {
  private final MapState<Integer, long[]> pages;
  private final ValueState<Integer> pageCount;
  private final ValueState<Long> lastAt;

  KnownIds(RuntimeContext runtime) {
    pages =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "known-ids", Types.INT, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    pageCount = runtime.getState(new ValueStateDescriptor<>("id-pages", Types.INT));
    lastAt = runtime.getState(new ValueStateDescriptor<>("last-id-at", Types.LONG));
  }

  /** Log time of the last id that came; null where none is known. */
  @Nullable Long lastAt() throws IOException {
    return lastAt.value();
  }

  /** Learns an id; whether it was known already. */
  boolean learn(long id, long logTime) throws Exception {
    Integer count = pageCount.value();
    RecentIds recent = new RecentIds(this, count == null ? 0 : count);
    boolean known = recent.learn(id, logTime);
    Long last = lastAt.value();
    pageCount.update(recent.pageCount());
    lastAt.update(last == null ? logTime : Math.max(last, logTime));
    return known;
  }

  void clear() {
    pages.clear();
    pageCount.clear();
    lastAt.clear();
  }

  @Override
  public long @Nullable [] get(int page) throws Exception {
    return pages.get(page);
  }

  @Override
  public void put(int page, long[] ids) throws Exception {
    pages.put(page, ids);
  }
}
