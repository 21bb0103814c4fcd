// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a fault of the database means for a batch; by its SQLSTATE. */
enum SqlFault {
  /** The connection or the server is away, or the statement met another: try again. */
  AWAY,
  /** The statement was cancelled: the server is slow, or one row makes it so. */
  SLOW,
  /** These rows will never be taken together. */
  REFUSED,
  /** No schema, no rights: nothing will be taken until somebody acts. */
  UNUSABLE;

  /**
   * The classes of connections, rollbacks, resources and the system; lost prepared statements (26),
   * which a new connection cures; locks, ended sessions (57P…, 25P03, 25P04), and a standby that
   * only reads.
   */
  private static final List<String> PASSING =
      List.of("08", "40", "53", "58", "26", "55P03", "57P", "25P03", "25P04", "25006");

  private static final List<String> NOBODY_ALLOWED = List.of("42", "28", "3D", "3F");

  /** What a fault of a statement or a commit means. A state that is not known is a refusal. */
  static SqlFault of(SQLException fault) {
    SqlFault found = REFUSED;
    for (SQLException e = fault; e != null; e = e.getNextException()) {
      String state = e.getSQLState();
      if (begins(state, List.of("22", "23"))) {
        return REFUSED;
      }
      if (begins(state, PASSING) || (state == null && isOfTheNetwork(e))) {
        found = AWAY;
      } else if (found == REFUSED && begins(state, List.of("57014"))) {
        found = SLOW;
      } else if (found == REFUSED && begins(state, NOBODY_ALLOWED)) {
        found = UNUSABLE;
      }
    }
    return found;
  }

  /** What a fault before the first row means: no row is to blame. */
  static SqlFault ofConnecting(SQLException fault) {
    return of(fault) == UNUSABLE ? UNUSABLE : AWAY;
  }

  private static boolean begins(@Nullable String state, List<String> beginnings) {
    return state != null && beginnings.stream().anyMatch(state::startsWith);
  }

  private static boolean isOfTheNetwork(SQLException fault) {
    for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }
}
