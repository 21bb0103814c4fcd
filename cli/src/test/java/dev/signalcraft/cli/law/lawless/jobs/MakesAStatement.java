// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.jobs;

import java.sql.Connection;
import java.sql.SQLException;

/** Breaks the law. */
final class MakesAStatement {
  void run(Connection connection) throws SQLException {
    connection.prepareStatement("select 1").close();
  }
}
