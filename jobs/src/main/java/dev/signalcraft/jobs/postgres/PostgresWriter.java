// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import dev.signalcraft.sql.Upsert;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;

/** Collects the newest version of each row and hands them on when enough or old enough. */
final class PostgresWriter<T> implements SinkWriter<T> {
  private static final int BATCH_ROWS = 2_000;

  private final List<Upsert<T>> upserts;
  private final List<Map<Object, T>> pending = new ArrayList<>();
  private final RowWriter<T> rows;
  private final long flushMillis;
  private final ProcessingTimeService timers;
  private @Nullable ScheduledFuture<?> timer;
  private int size;

  PostgresWriter(
      List<Upsert<T>> upserts, RowWriter<T> rows, long flushMillis, ProcessingTimeService timers) {
    this.upserts = upserts;
    this.rows = rows;
    this.flushMillis = flushMillis;
    this.timers = timers;
    for (int i = 0; i < upserts.size(); i++) {
      pending.add(new LinkedHashMap<>());
    }
  }

  @Override
  public void write(T record, Context context) throws IOException, InterruptedException {
    for (int i = 0; i < upserts.size(); i++) {
      try {
        collect(upserts.get(i), pending.get(i), record);
      } catch (RuntimeException e) {
        rows.park(new RowWriter.Row<>(upserts.get(i), record), "no row can be made of it: " + e);
      }
    }
    if (size >= BATCH_ROWS) {
      flush(false);
    } else if (size > 0 && timer == null) {
      timer =
          timers.registerTimer(
              timers.getCurrentProcessingTime() + flushMillis,
              time -> {
                timer = null;
                flush(false);
              });
    }
  }

  private void collect(Upsert<T> upsert, Map<Object, T> newest, T record) {
    if (upsert.accepts(record)) {
      Object key = upsert.key(record);
      T present = newest.putIfAbsent(key, record);
      if (present == null) {
        size++;
      } else if (upsert.newer(record, present)) {
        newest.put(key, record);
      }
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException, InterruptedException {
    if (size == 0) {
      return;
    }
    List<RowWriter.Row<T>> batch = new ArrayList<>(size);
    for (int i = 0; i < upserts.size(); i++) {
      for (T record : pending.get(i).values()) {
        batch.add(new RowWriter.Row<>(upserts.get(i), record));
      }
    }
    rows.write(batch);
    pending.forEach(Map::clear);
    size = 0;
  }

  /** Neither flushes nor throws: the records are still in Kafka, behind the last checkpoint. */
  @Override
  public void close() {
    rows.close();
  }
}
