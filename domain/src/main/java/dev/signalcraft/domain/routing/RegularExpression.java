// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A regular expression (RE2) of bounded size. RE2 needs time in proportion to its program, but the
 * program grows with the product of nested counts: {@code ((a{100}){100}){100}} has a million steps
 * and must be refused before it is built.
 */
public final class RegularExpression {
  /** The largest program. */
  static final int MAX_PROGRAM = 1_000;

  private static final long MAX_STEPS = 10_000;
  private static final int MAX_DEPTH = 100;

  private final String text;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long steps;
  private long last;

  private RegularExpression(String text) {
    this.text = text;
  }

  /**
   * Builds it.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  public static Pattern compile(String text) {
    try {
      new RegularExpression(text).requireSmall();
      Pattern pattern = Pattern.compile(text);
      if (pattern.programSize() > MAX_PROGRAM) {
        throw tooLarge();
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("is not a regular expression: " + e.getDescription(), e);
    }
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException("is not a regular expression: it counts too far");
  }

  /** Adds up the steps roughly, without building anything. */
  private void requireSmall() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '(' -> {
          outer.push(steps);
          steps = 0;
        }
        case ')' -> {
          long group = steps + 1;
          steps = outer.isEmpty() ? 0 : outer.pop();
          add(group);
        }
        case '[' -> {
          i = endOfClass(i);
          add(1);
        }
        case '\\' -> {
          i++;
          add(1);
        }
        case '{' -> repeat(count(i));
        default -> add(1);
      }
      if (steps > MAX_STEPS || outer.size() > MAX_DEPTH) {
        throw tooLarge();
      }
    }
  }

  private void add(long more) {
    last = more;
    steps += more;
  }

  private void repeat(long times) {
    steps += last * (times - 1);
    last *= times;
  }

  /** The greatest number in the braces that begin here, from 1. */
  private long count(int from) {
    long most = 1;
    long number = 0;
    for (int i = from + 1; i < text.length() && text.charAt(i) != '}'; i++) {
      boolean digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
      number = digit ? Math.min(MAX_STEPS, number * 10 + text.charAt(i) - '0') : 0;
      most = Math.max(most, number);
    }
    return most;
  }

  private int endOfClass(int from) {
    int i = from + 1;
    i += i < text.length() && text.charAt(i) == '^' ? 1 : 0;
    for (i++; i < text.length() && text.charAt(i) != ']'; i++) {
      i += text.charAt(i) == '\\' ? 1 : 0;
    }
    return i;
  }
}
