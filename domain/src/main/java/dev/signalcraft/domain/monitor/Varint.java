// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers in as many bytes as they need: seven bits a byte, the lowest first. */
final class Varint {
  private static final int MORE = 0x80;

  private Varint() {}

  static void write(DataOutput out, long number) throws IOException {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte(((int) rest & 0x7f) | MORE);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long read(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte part = in.readByte();
      number |= (part & 0x7fL) << shift;
      if ((part & MORE) == 0) {
        return number;
      }
    }
    throw new IOException("a number of more than 64 bits");
  }

  /** Small of either sign. */
  static void writeSigned(DataOutput out, long number) throws IOException {
    write(out, (number << 1) ^ (number >> 63));
  }

  static long readSigned(DataInput in) throws IOException {
    long number = read(in);
    return (number >>> 1) ^ -(number & 1);
  }
}
