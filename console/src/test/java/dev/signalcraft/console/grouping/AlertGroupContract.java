// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.sql.grouping.AlertGroupSort;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** The last part of the path of each action. */
  public static List<String> actions() {
    return Arrays.stream(Action.values()).map(CommandApi::path).toList();
  }

  /** Every field that a command may have. */
  public static Set<String> commandFields() {
    return Arrays.stream(Action.values())
        .flatMap(action -> CommandRequest.fields(action).stream())
        .collect(Collectors.toSet());
  }

  public static Class<?> accepted() {
    return CommandAccepted.class;
  }

  public static Class<?> effect() {
    return CommandEffect.class;
  }

  public static Class<? extends Enum<?>> effectStates() {
    return CommandEffect.State.class;
  }

  public static Class<?> page() {
    return AlertGroupPage.class;
  }
}
