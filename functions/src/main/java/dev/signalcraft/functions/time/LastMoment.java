// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.time;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Time ends at a moment, and reaches it: of a part of a log that is read to this moment, what comes
 * after it does not fall due, and all until then does, however the watermarks fell.
 *
 * <p>State: none.
 */
public final class LastMoment<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private final long last;

  /**
   * Ends time here.
   *
   * @param last log time; the log behind is read at least this far
   */
  public LastMoment(long last) {
    this.last = last;
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    // The end of a bounded source comes as the greatest mark.
    super.processWatermark(mark.getTimestamp() > last ? new Watermark(last) : mark);
  }
}
