// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import java.util.Collection;

/** The known name that was most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate with the least Levenshtein distance, the first of several; there is one. */
  public static String of(String name, Collection<String> candidates) {
    String best = candidates.iterator().next();
    int least = distance(name, best);
    for (String candidate : candidates) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
