// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import java.util.List;
import java.util.Set;

/** What the code takes and gives, for the test of the documents. */
public final class ReplayContract {
  private ReplayContract() {}

  public static List<String> fields() {
    return ReplayRequest.FIELDS;
  }

  public static int maxDocuments() {
    return ReplayRequest.MAX_DOCUMENTS;
  }

  public static Set<String> decisionParameters() {
    return ReplayApi.DECISION_PARAMETERS;
  }

  public static int maxLimit() {
    return ReplayApi.MAX_LIMIT;
  }

  public static int defaultLimit() {
    return ReplayApi.DEFAULT_LIMIT;
  }

  public static Class<?> status() {
    return ReplayStatus.class;
  }

  public static Class<?> totals() {
    return ReplayStatus.Totals.class;
  }

  public static Class<? extends Enum<?>> states() {
    return ReplayStatus.State.class;
  }

  public static Class<?> page() {
    return ReplayPage.class;
  }

  public static Class<?> decisionPage() {
    return ReplayDecisionPage.class;
  }
}
