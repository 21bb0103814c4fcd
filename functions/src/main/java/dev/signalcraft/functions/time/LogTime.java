// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.time;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The clock of every rule: a split's watermark is its newest log time less 200 ms, the most that a
 * broker's clock may step back unseen. There is no idleness: a partition that cannot be read stops
 * the clock, because what lies in it has not happened yet.
 */
public final class LogTime<T> implements WatermarkGenerator<T> {
  /** How far the watermark stays behind the newest log time. */
  public static final long BEHIND_MILLIS = 200;

  private long newest = Long.MIN_VALUE + BEHIND_MILLIS;

  private LogTime() {}

  /** Watermarks from the log time that each record carries. */
  public static <T> WatermarkStrategy<T> watermarks() {
    return context -> new LogTime<>();
  }

  /** The maximum watermark, for a log that holds back no clock: {@code config}. */
  public static <T> WatermarkStrategy<T> unbounded() {
    return context -> new Unbounded<>();
  }

  @Override
  public void onEvent(T event, long logTime, WatermarkOutput output) {
    newest = Math.max(newest, logTime);
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    output.emitWatermark(new Watermark(newest - BEHIND_MILLIS));
  }

  private static final class Unbounded<T> implements WatermarkGenerator<T> {
    @Override
    public void onEvent(T event, long logTime, WatermarkOutput output) {
      // Which time it carries does not matter.
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
