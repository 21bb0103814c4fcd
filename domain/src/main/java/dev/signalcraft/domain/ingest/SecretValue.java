// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.Set;

/**
 * Where the value of a telling name stands in a text, without its quotes; empty where it says
 * nothing. One that never ends reaches to the end of the text.
 *
 * @param start its first character
 * @param end behind its last
 */
record SecretValue(int start, int end) {
  private static final Set<String> NOTHING = Set.of("null", "true", "false", "undefined");

  /** The value behind a name that stands from {@code name} to {@code from}. */
  static SecretValue at(String text, int name, int from) {
    int quote = from;
    while (quote < text.length() && quote - from < 4 && text.charAt(quote) == '\\') {
      quote++;
    }
    if (quote < text.length() && isQuote(text.charAt(quote))) {
      return new SecretValue(quote + 1, endOfQuoted(text, quote, quote - from));
    }
    if (from < text.length() && (text.charAt(from) == '{' || text.charAt(from) == '[')) {
      return new SecretValue(from, endOfBrackets(text, from));
    }
    return unquoted(text, from, isWholeLine(text, name));
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** Values of headers hold blanks and semicolons. */
  private static boolean isWholeLine(String text, int name) {
    return text.regionMatches(true, name, "cookie", 0, 6)
        || text.regionMatches(true, name, "authorization", 0, 13);
  }

  /** Before the quote that closes: the same, with no more backslashes than the opening one. */
  private static int endOfQuoted(String text, int open, int escapes) {
    char quote = text.charAt(open);
    int backslashes = 0;
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        backslashes++;
      } else if (c == quote && (escapes == 0 ? backslashes % 2 == 0 : backslashes <= escapes)) {
        return i - Math.min(backslashes, escapes);
      } else {
        backslashes = 0;
      }
    }
    return text.length();
  }

  private static int endOfBrackets(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfQuoted(text, i, 0);
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static SecretValue unquoted(String text, int start, boolean wholeLine) {
    int end = start;
    while (end < text.length() && !ends(text.charAt(end), wholeLine)) {
      end++;
    }
    while (end > start && ",.)]}".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    boolean nothing = end - start <= 9 && NOTHING.contains(text.substring(start, end));
    return new SecretValue(start, nothing ? start : end);
  }

  private static boolean ends(char c, boolean wholeLine) {
    return isQuote(c)
        || c == '\n'
        || c == '\r'
        || (!wholeLine && (Character.isWhitespace(c) || c == '&' || c == ';' || c == '<'));
  }
}
