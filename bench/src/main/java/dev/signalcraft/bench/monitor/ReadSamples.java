// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.monitor;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.domain.ingest.RawRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The least that a job can do which reads measurements: parses each, and tells the time of it.
 *
 * <p>State: none.
 */
final class ReadSamples extends ProcessFunction<RawRecord, Long> {
  private transient MetricSamples reader;

  @SuppressWarnings("NullAway.Init")
  ReadSamples() {}

  @Override
  public void open(OpenContext context) {
    reader = new MetricSamples(new ConfigHistory<>(Workspace.KIND, Workspace::read));
  }

  @Override
  public void processElement(RawRecord raw, Context context, Collector<Long> out) throws Exception {
    MetricSample sample = reader.read(raw.value(), raw.logTime());
    if (sample != null) {
      out.collect(sample.occurredAt().toEpochMilli());
    }
  }
}
