// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream of bytes, one at a time; the end of a line is no part of it. */
final class LineBuffer {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final int longest;
  private final byte[] chunk = new byte[CHUNK];
  private int from;
  private int to;
  private byte[] line = new byte[1 << 12];
  private int length;

  LineBuffer(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Goes to the next line, be it empty; of one that is too long no more is read than shows it. */
  boolean next() throws IOException {
    length = 0;
    boolean any = false;
    while (fill()) {
      any = true;
      int end = from;
      while (end < to && chunk[end] != '\n') {
        end++;
      }
      append(end - from);
      boolean whole = end < to;
      from = whole ? end + 1 : end;
      if (whole || isTooLong()) {
        return true;
      }
    }
    return any;
  }

  boolean isTooLong() {
    return length > longest;
  }

  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  private void append(int count) {
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
    }
    System.arraycopy(chunk, from, line, length, count);
    length += count;
  }

  private boolean fill() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(chunk, 0, CHUNK));
    }
    return from < to;
  }
}
