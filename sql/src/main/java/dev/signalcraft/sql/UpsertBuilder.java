// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An upsert being described: its columns in order, each beside its value, then its guard. */
public final class UpsertBuilder<T> {
  private final String table;
  private final List<Column<T>> columns = new ArrayList<>();
  private Column.Get<T, Boolean> accepts = row -> true;

  UpsertBuilder(String table) {
    this.table = table;
  }

  /** Only records that pass have a row here. */
  public UpsertBuilder<T> accepting(Column.Get<T, Boolean> value) {
    accepts = value;
    return this;
  }

  /** A column of text. */
  public UpsertBuilder<T> text(String name, Column.Get<T, String> value) {
    return column(name, (statement, index, row) -> statement.setString(index, value.of(row)));
  }

  /** A column of text that holds an enum's wire name. */
  public UpsertBuilder<T> word(String name, Column.Get<T, Enum<?>> value) {
    return column(
        name,
        (statement, index, row) -> {
          Enum<?> constant = value.of(row);
          statement.setString(index, constant == null ? null : WireName.of(constant));
        });
  }

  /** A column of whole numbers. */
  public UpsertBuilder<T> number(String name, Column.Get<T, Number> value) {
    return column(
        name,
        (statement, index, row) -> {
          Number number = value.of(row);
          if (number == null) {
            statement.setNull(index, Types.BIGINT);
          } else {
            statement.setLong(index, number.longValue());
          }
        });
  }

  /** A column of numbers that need not be whole. */
  public UpsertBuilder<T> real(String name, Column.Get<T, Double> value) {
    return column(
        name,
        (statement, index, row) -> {
          Double number = value.of(row);
          if (number == null) {
            statement.setNull(index, Types.DOUBLE);
          } else {
            statement.setDouble(index, number);
          }
        });
  }

  /** A column of bytes. */
  public UpsertBuilder<T> bytes(String name, Column.Get<T, byte[]> value) {
    return column(name, (statement, index, row) -> statement.setBytes(index, value.of(row)));
  }

  /** A column that is true or false. */
  public UpsertBuilder<T> flag(String name, Column.Get<T, Boolean> value) {
    return column(
        name,
        (statement, index, row) -> statement.setBoolean(index, Boolean.TRUE.equals(value.of(row))));
  }

  /** A column of times. */
  public UpsertBuilder<T> time(String name, Column.Get<T, Instant> value) {
    return column(
        name,
        (statement, index, row) -> {
          Instant time = value.of(row);
          if (time == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
          } else {
            statement.setObject(index, offset(time));
          }
        });
  }

  /** A column of JSON in the wire form; nothing where there is no value. */
  public UpsertBuilder<T> json(String name, Column.Get<T, Object> value) {
    return column(
        name,
        (statement, index, row) -> {
          try {
            Object given = value.of(row);
            String text = given == null ? null : Json.mapper().writeValueAsString(given);
            statement.setObject(index, text, Types.OTHER);
          } catch (JsonProcessingException e) {
            throw new SQLException("cannot write " + name + " as JSON", "22032", e);
          }
        });
  }

  /** Ends the description: the first row of a key stays. */
  public Upsert<T> firstHolds(List<String> keyColumns, Column.Get<T, Object> key) {
    String sql = insert() + "on conflict (" + quoted(keyColumns) + ") do nothing";
    return new Upsert<>(
        table, sql, accepts, key, (candidate, present) -> false, List.copyOf(columns));
  }

  /**
   * Ends the description: the newest row of a key holds.
   *
   * @param order SQL that grows with every version, with {@code %1$s} for the row's name
   * @param newer the same order, in Java
   */
  public Upsert<T> newestHolds(
      List<String> keyColumns, Column.Get<T, Object> key, String order, Upsert.Newer<T> newer) {
    String updates =
        columns.stream()
            .map(Column::name)
            .filter(name -> !keyColumns.contains(name))
            .map(name -> "\"%1$s\" = excluded.\"%1$s\"".formatted(name))
            .collect(Collectors.joining(", "));
    String sql =
        "%son conflict (%s) do update set %s where %s > %s"
            .formatted(
                insert(),
                quoted(keyColumns),
                updates,
                order.formatted("excluded"),
                order.formatted("t"));
    return new Upsert<>(table, sql, accepts, key, newer, List.copyOf(columns));
  }

  /** A time out of every calendar is refused as Postgres refuses one out of its own. */
  private static OffsetDateTime offset(Instant time) throws SQLException {
    try {
      return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new SQLException("time out of range: " + time, "22008", e);
    }
  }

  private UpsertBuilder<T> column(String name, Column.Binder<T> binder) {
    columns.add(new Column<>(name, binder));
    return this;
  }

  private String insert() {
    List<String> names = columns.stream().map(Column::name).toList();
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    return "insert into %s as t (%s) values (%s) ".formatted(table, quoted(names), marks);
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
  }
}
