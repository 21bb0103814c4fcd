// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A sum that does not depend on the order of its parts: a fixed-point number of 128 bits, 44 of
 * them behind the point. Values up to 1e15 can be added 2^33 times; each is cut to a multiple of
 * 2^-44.
 */
final class ExactSum {
  private static final int FRACTION_BITS = 44;
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1_075;

  private long high;
  private long low;

  void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7ff;
    int shift = exponent - BIAS + FRACTION_BITS;
    if (exponent == 0 || shift <= -64) {
      return;
    }
    long mantissa = (bits & ((1L << MANTISSA_BITS) - 1)) | 1L << MANTISSA_BITS;
    long upper = shift <= 0 ? 0 : mantissa >>> (64 - shift);
    long lower = shift <= 0 ? mantissa >>> -shift : mantissa << shift;
    if (value < 0) {
      add(~upper + (lower == 0 ? 1 : 0), -lower);
    } else {
      add(upper, lower);
    }
  }

  void add(ExactSum other) {
    add(other.high, other.low);
  }

  private void add(long upper, long lower) {
    long sum = low + lower;
    high += upper + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
  }

  double value() {
    boolean negative = high < 0;
    long upper = negative ? ~high + (low == 0 ? 1 : 0) : high;
    long lower = negative ? -low : low;
    double unsigned = (lower >>> 1) * 2.0 + (lower & 1);
    double magnitude = Math.scalb(upper * 0x1p64 + unsigned, -FRACTION_BITS);
    return negative ? -magnitude : magnitude;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(high);
    out.writeLong(low);
  }

  static ExactSum read(DataInput in) throws IOException {
    ExactSum sum = new ExactSum();
    sum.high = in.readLong();
    sum.low = in.readLong();
    return sum;
  }
}
