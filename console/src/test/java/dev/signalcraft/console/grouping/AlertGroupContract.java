// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.sql.grouping.AlertGroupSort;
import java.util.List;
import java.util.Set;

/** What the code takes and gives, for the test of the documents. */
public final class AlertGroupContract {
  private AlertGroupContract() {}

  public static Set<String> parameters() {
    return AlertGroupParameters.NAMES;
  }

  public static List<String> sorts() {
    return SortParameter.all().stream().map(SortParameter::format).toList();
  }

  public static String defaultSort() {
    return SortParameter.format(AlertGroupSort.DEFAULT);
  }

  public static int maxLimit() {
    return AlertGroupParameters.MAX_LIMIT;
  }

  public static int defaultLimit() {
    return AlertGroupParameters.DEFAULT_LIMIT;
  }

  public static Class<?> page() {
    return AlertGroupPage.class;
  }
}
