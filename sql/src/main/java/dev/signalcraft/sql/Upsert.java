// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * How a record becomes a row: the statement's text and the values that belong into it, together.
 * Writing a record twice, or an older version after a newer one, leaves the row as it is.
 *
 * <p>The text suits {@code reWriteBatchedInserts=true} as long as no batch holds a key twice: the
 * caller reduces a batch by {@link #key} and {@link #newer}.
 *
 * @param <T> the record
 */
public final class Upsert<T> implements Serializable {
  private static final long serialVersionUID = 1;

  private final String table;
  private final String sql;
  private final Column.Get<T, Boolean> accepts;
  private final Column.Get<T, Object> key;
  private final Newer<T> newer;
  private final List<Column<T>> columns;

  Upsert(
      String table,
      String sql,
      Column.Get<T, Boolean> accepts,
      Column.Get<T, Object> key,
      Newer<T> newer,
      List<Column<T>> columns) {
    this.table = table;
    this.sql = sql;
    this.accepts = accepts;
    this.key = key;
    this.newer = newer;
    this.columns = columns;
  }

  /** Begins the description of an upsert into a table. */
  public static <T> UpsertBuilder<T> into(String table) {
    return new UpsertBuilder<>(table);
  }

  /** The table that the row goes to. */
  public String table() {
    return table;
  }

  /** The statement, with one parameter for each column. */
  public String sql() {
    return sql;
  }

  /** Whether the record has a row in this table. */
  public boolean accepts(T row) {
    return Boolean.TRUE.equals(accepts.of(row));
  }

  /** What of an accepted record is unique in the table; has equality. */
  public Object key(T row) {
    Object value = key.of(row);
    if (value == null) {
      throw new IllegalArgumentException("a record without a key for " + table);
    }
    return value;
  }

  /** Whether, of two records of one key, the candidate is to be written instead of the other. */
  public boolean newer(T candidate, T present) {
    return newer.test(candidate, present);
  }

  /**
   * Sets every parameter of the statement.
   *
   * @throws SQLException as the driver does
   */
  public void bind(PreparedStatement statement, T row) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).binder().bind(statement, i + 1, row);
    }
  }

  /** Compares two records of one key. */
  @FunctionalInterface
  public interface Newer<T> extends Serializable {
    /** Whether the candidate is the newer one. */
    boolean test(T candidate, T present);
  }
}
