// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.sql.grouping.AlertGroupSort;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameter {@code sort}: the field in camelCase, with a minus for the greatest first. */
final class SortParameter {
  private SortParameter() {}

  static String format(AlertGroupSort sort) {
    StringBuilder name = new StringBuilder(sort.descending() ? "-" : "");
    boolean upper = false;
    for (char c : sort.field().name().toCharArray()) {
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? c : Character.toLowerCase(c));
        upper = false;
      }
    }
    return name.toString();
  }

  static @Nullable AlertGroupSort parse(String text) {
    for (AlertGroupSort sort : all()) {
      if (format(sort).equals(text)) {
        return sort;
      }
    }
    return null;
  }

  /** Every sort, in the order in which they are documented. */
  static List<AlertGroupSort> all() {
    List<AlertGroupSort> all = new ArrayList<>();
    for (AlertGroupSort.Field field : AlertGroupSort.Field.values()) {
      all.add(new AlertGroupSort(field, true));
      all.add(new AlertGroupSort(field, false));
    }
    return all;
  }
}
