// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.time;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Time ends where the log ends: swallows the watermark that Flink sends at the end of a bounded
 * source or a drain, so that nothing falls due that the log has not reached.
 *
 * <p>State: none.
 */
public final class EndOfLog<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  @Override
  public void processElement(StreamRecord<T> element) {
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
      super.processWatermark(mark);
    }
  }
}
