// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql.grouping;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.json.WireName;
import java.util.function.Function;

/**
 * An order of groups; ties are broken by {@code group_id} in the same direction.
 *
 * @param descending greatest, newest or worst first
 */
public record AlertGroupSort(Field field, boolean descending) {
  /** Newest activity first. */
  public static final AlertGroupSort DEFAULT = new AlertGroupSort(Field.LAST_ACTIVITY, true);

  /** What groups can be sorted by. */
  public enum Field {
    LAST_ACTIVITY(
        "last_activity", "cast(? as timestamptz)", group -> group.lastActivity().toString()),
    LAST_SEEN("last_seen", "cast(? as timestamptz)", group -> group.lastSeen().toString()),
    OPENED_AT("opened_at", "cast(? as timestamptz)", group -> group.openedAt().toString()),
    COUNT("count", "cast(? as bigint)", group -> Long.toString(group.count())),
    SEVERITY(
        Field.RANK.formatted("severity"),
        Field.RANK.formatted("?"),
        group -> WireName.of(group.severity()));

    private static final String RANK =
        "array_position(array['low', 'medium', 'high', 'critical'], %s)";

    private final String expression;
    private final String parameter;

    @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
    private final Function<AlertGroup, String> value;

    Field(String expression, String parameter, Function<AlertGroup, String> value) {
      this.expression = expression;
      this.parameter = parameter;
      this.value = value;
    }
  }

  /**
   * A place in this order.
   *
   * @param value of the field, as SQL reads it
   */
  public record Position(String value, String groupId) {}

  /** Where a group stands. */
  public Position position(AlertGroup group) {
    return new Position(field.value.apply(group), group.groupId());
  }

  /** Everything behind a position; its parameters are the value and the group's id. */
  String after() {
    return "(%s, group_id) %s (%s, ?)"
        .formatted(field.expression, descending ? "<" : ">", field.parameter);
  }

  String orderBy() {
    String direction = descending ? "desc" : "asc";
    return "%s %s, group_id %s".formatted(field.expression, direction, direction);
  }
}
