// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A column and what a record has for it.
 *
 * @param name as in the table, without quotes
 */
record Column<T>(String name, Binder<T> binder) implements Serializable {
  /** Takes something out of a record. */
  @FunctionalInterface
  public interface Get<T, V> extends Serializable {
    /** The value; null where the record has none. */
    @Nullable V of(T row);
  }

  /** Sets one parameter of a statement. */
  @FunctionalInterface
  interface Binder<T> extends Serializable {
    void bind(PreparedStatement statement, int index, T row) throws SQLException;
  }
}
