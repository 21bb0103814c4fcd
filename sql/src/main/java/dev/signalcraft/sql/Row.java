// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The present row of a result, read in the words of the domain. */
public final class Row {
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> TAGS = new TypeReference<>() {};

  private final ResultSet rows;

  /** Reads where the result stands. */
  public Row(ResultSet rows) {
    this.rows = rows;
  }

  /** Text that is there. */
  public String text(String column) throws SQLException {
    return given(column, rows.getString(column));
  }

  /** Text, or null. */
  public @Nullable String textOrNull(String column) throws SQLException {
    return rows.getString(column);
  }

  /** A constant by its wire name. */
  public <E extends Enum<E>> E word(Class<E> type, String column) throws SQLException {
    return given(column, wordOrNull(type, column));
  }

  /** A constant by its wire name, or null. */
  public <E extends Enum<E>> @Nullable E wordOrNull(Class<E> type, String column)
      throws SQLException {
    String name = rows.getString(column);
    if (name == null) {
      return null;
    }
    E constant = WireName.parse(type, name);
    if (constant == null) {
      throw new SQLException("column " + column + " holds the unknown word '" + name + "'");
    }
    return constant;
  }

  /** A whole number that is there. */
  public long number(String column) throws SQLException {
    return rows.getLong(column);
  }

  /** A number that is there. */
  public double real(String column) throws SQLException {
    return rows.getDouble(column);
  }

  /** Bytes that are there. */
  public byte[] bytes(String column) throws SQLException {
    return given(column, rows.getBytes(column));
  }

  /** A whole number, or null. */
  public @Nullable Long numberOrNull(String column) throws SQLException {
    return rows.getObject(column, Long.class);
  }

  /** True or false. */
  public boolean flag(String column) throws SQLException {
    return rows.getBoolean(column);
  }

  /** A small whole number, or null. */
  public @Nullable Integer smallNumberOrNull(String column) throws SQLException {
    return rows.getObject(column, Integer.class);
  }

  /** A time that is there. */
  public Instant time(String column) throws SQLException {
    return given(column, timeOrNull(column));
  }

  /** A time, or null. */
  public @Nullable Instant timeOrNull(String column) throws SQLException {
    OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** A JSON object of text. */
  public Map<String, String> tags(String column) throws SQLException {
    try {
      return Json.mapper().readValue(text(column), TAGS);
    } catch (JsonProcessingException e) {
      throw new SQLException("column " + column + " holds no JSON object of text", e);
    }
  }

  /** A JSON array of text. */
  public List<String> texts(String column) throws SQLException {
    try {
      return Json.mapper().readValue(text(column), TEXTS);
    } catch (JsonProcessingException e) {
      throw new SQLException("column " + column + " holds no JSON array of text", e);
    }
  }

  /** A JSON array of text, or null. */
  public @Nullable List<String> textsOrNull(String column) throws SQLException {
    return rows.getString(column) == null ? null : texts(column);
  }

  /** A JSON array of values. */
  public <V> List<V> values(Class<V> type, String column) throws SQLException {
    try {
      return Json.mapper().readerForListOf(type).readValue(text(column));
    } catch (JsonProcessingException e) {
      throw new SQLException("column " + column + " holds no JSON array of its values", e);
    }
  }

  private static <V> V given(String column, @Nullable V value) throws SQLException {
    if (value == null) {
      throw new SQLException("column " + column + " is null");
    }
    return value;
  }
}
