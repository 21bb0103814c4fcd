// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The compact form of values in state: numbers take as many bytes as they need, texts of ASCII a
 * byte a character. One thread uses it.
 */
final class StateForm {
  private static final int NULL = 0;
  private static final int WIDE = 1;
  private static final int ASCII = 2;

  private static final int LONGEST_NUMBER = 10;

  private byte[] buffer = new byte[2_048];
  private int end;

  /** Begins a value. */
  void begin() {
    end = 0;
  }

  /** Writes the whole value at once: a call for each byte costs more than the bytes. */
  void end(DataOutputView out) throws IOException {
    out.write(buffer, 0, end);
  }

  private byte[] room(int length) {
    if (buffer.length < end + length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, end + length));
    }
    return buffer;
  }

  void flag(boolean value) {
    room(1)[end++] = (byte) (value ? 1 : 0);
  }

  /** Seven bits a byte, the lowest first; the sign is the lowest bit. */
  void number(long value) {
    byte[] bytes = room(LONGEST_NUMBER);
    int at = end;
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    end = at;
  }

  long number(DataInputView in) throws IOException {
    long value = 0;
    int shift = 0;
    long next = in.readByte();
    while (next < 0) {
      value |= (next & 0x7f) << shift;
      shift += 7;
      next = in.readByte();
    }
    value |= next << shift;
    return (value >>> 1) ^ -(value & 1);
  }

  int integer(DataInputView in) throws IOException {
    return (int) number(in);
  }

  /** Its length and a byte for each character; what is not ASCII in two bytes each. */
  void text(@Nullable String text) {
    if (text == null) {
      number(NULL);
      return;
    }
    int length = text.length();
    int before = end;
    number(2L * length + ASCII);
    byte[] bytes = room(length);
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      all |= c;
      bytes[end + i] = (byte) c;
    }
    if (all < 0x80) {
      end += length;
    } else {
      end = before;
      wide(text);
    }
  }

  private void wide(String text) {
    int length = text.length();
    number(2L * length + WIDE);
    byte[] bytes = room(2 * length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      bytes[end++] = (byte) (c >> 8);
      bytes[end++] = (byte) c;
    }
  }

  @Nullable String text(DataInputView in) throws IOException {
    int form = integer(in);
    if (form == NULL) {
      return null;
    }
    begin();
    if ((form & 1) == WIDE) {
      return wide((form - WIDE) / 2, in);
    }
    int length = (form - ASCII) / 2;
    byte[] bytes = room(length);
    in.readFully(bytes, 0, length);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String wide(int length, DataInputView in) throws IOException {
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = in.readChar();
    }
    return new String(chars);
  }

  void time(@Nullable Instant time) {
    if (time == null) {
      number(-1);
    } else {
      number(time.getNano());
      number(time.getEpochSecond());
    }
  }

  @Nullable Instant time(DataInputView in) throws IOException {
    int nanos = integer(in);
    return nanos < 0 ? null : Instant.ofEpochSecond(number(in), nanos);
  }

  /** By its place among its names, to which others may be added at the end only. */
  @SuppressWarnings("EnumOrdinal") // A name would take ten times the room.
  void optional(@Nullable Enum<?> value) {
    number(value == null ? -1 : value.ordinal());
  }

  @SuppressWarnings("EnumOrdinal")
  <E extends Enum<E>> @Nullable E optional(E[] values, DataInputView in) throws IOException {
    int ordinal = integer(in);
    return ordinal < 0 ? null : values[ordinal];
  }

  void texts(List<String> texts) {
    number(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      text(texts.get(i));
    }
  }

  List<String> texts(DataInputView in) throws IOException {
    int size = integer(in);
    if (size == 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  void pairs(Map<String, String> pairs) {
    number(pairs.size());
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      text(pair.getKey());
      text(pair.getValue());
    }
  }

  Map<String, String> pairs(DataInputView in) throws IOException {
    int size = integer(in);
    if (size == 0) {
      return Map.of();
    }
    Map<String, String> pairs = new HashMap<>(size * 4 / 3 + 1);
    for (int i = 0; i < size; i++) {
      pairs.put(text(in), text(in));
    }
    return pairs;
  }

  void numbers(List<Long> numbers) {
    number(numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      number(numbers.get(i));
    }
  }

  List<Long> numbers(DataInputView in) throws IOException {
    int size = integer(in);
    if (size == 0) {
      return List.of();
    }
    List<Long> numbers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      numbers.add(number(in));
    }
    return numbers;
  }
}
