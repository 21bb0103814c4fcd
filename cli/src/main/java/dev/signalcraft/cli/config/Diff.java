// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import java.util.ArrayList;
import java.util.List;

/** The lines that went and came between two texts, with the lines around them. */
final class Diff {
  private static final int AROUND = 2;

  /** Longer texts are not compared line by line. */
  private static final int MAX_LINES = 2_000;

  private Diff() {}

  /** Lines that begin with a minus, a plus or a space; dots stand for those left out. */
  static List<String> of(List<String> before, List<String> after) {
    if (before.size() > MAX_LINES || after.size() > MAX_LINES) {
      return List.of("(" + before.size() + " lines become " + after.size() + ")");
    }
    List<String> all = all(before, after);
    List<String> shown = new ArrayList<>();
    int last = -1;
    for (int i = 0; i < all.size(); i++) {
      if (isNear(all, i)) {
        if (i > last + 1) {
          shown.add("  …");
        }
        shown.add(all.get(i));
        last = i;
      }
    }
    if (last < all.size() - 1) {
      shown.add("  …");
    }
    return shown;
  }

  private static boolean isNear(List<String> all, int line) {
    for (int i = Math.max(0, line - AROUND); i <= Math.min(all.size() - 1, line + AROUND); i++) {
      if (!all.get(i).startsWith(" ")) {
        return true;
      }
    }
    return false;
  }

  /** Every line, along a longest common subsequence. */
  private static List<String> all(List<String> before, List<String> after) {
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add("  " + before.get(i));
        i++;
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + before.get(i++));
      } else {
        lines.add("+ " + after.get(j++));
      }
    }
    return lines;
  }
}
