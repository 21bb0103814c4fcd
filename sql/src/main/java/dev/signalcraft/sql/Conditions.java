// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import dev.signalcraft.domain.json.WireName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query's conditions and their parameters, both in the same order. Text is never joined in. */
public final class Conditions {
  private final List<String> texts = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** A condition of constant text with its parameters. */
  public Conditions and(String text, Object... parameters) {
    texts.add(text);
    values.addAll(List.of(parameters));
    return this;
  }

  /** The column holds one of the values; no values are no condition. */
  public Conditions in(String column, List<String> wanted) {
    return wanted.isEmpty() ? this : and(column + " = any (?)", (Object) wanted.toArray());
  }

  /** The column holds one of the words; no words are no condition. */
  public Conditions inWords(String column, List<? extends Enum<?>> wanted) {
    return in(column, wanted.stream().map(WireName::of).toList());
  }

  /** The column holds one of the values, or nothing where {@code orNull}. */
  public Conditions inOrNull(String column, List<String> wanted, boolean orNull) {
    return orNull
        ? and("(%1$s is null or %1$s = any (?))".formatted(column), (Object) wanted.toArray())
        : in(column, wanted);
  }

  /** The column holds this truth; none is no condition. */
  public Conditions is(String column, @Nullable Boolean wanted) {
    return wanted == null ? this : and(column + " = ?", wanted);
  }

  /** A condition on a time; none without one. */
  public Conditions time(String text, @Nullable Instant time) {
    return time == null ? this : and(text, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  /** The column holds the part somewhere, in any case; wildcards in it stand for themselves. */
  public Conditions containing(String column, @Nullable String part) {
    if (part == null) {
      return this;
    }
    String escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return and(column + " ilike ?", "%" + escaped + "%");
  }

  /** Prepares {@code <select> where <conditions> <rest>}. */
  public PreparedStatement prepare(Connection connection, String select, String rest)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(select + " where " + String.join(" and ", texts) + " " + rest);
    try {
      for (int i = 0; i < values.size(); i++) {
        Object value = values.get(i);
        statement.setObject(
            i + 1, value instanceof Object[] many ? connection.createArrayOf("text", many) : value);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
