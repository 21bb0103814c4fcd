// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.console.database.Awaited;
import dev.signalcraft.console.database.Database;
import dev.signalcraft.sql.grouping.AlertGroupQueries;
import dev.signalcraft.sql.grouping.TimelineEntry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What became of commands. */
public final class Effects {
  private final Database database;
  private final Awaited awaited;

  /** Effects as a database has them. */
  public Effects(Database database, Awaited awaited) {
    this.database = database;
    this.awaited = awaited;
  }

  /** The effect of a command; null where it has none yet. */
  @Nullable TimelineEntry find(String workspace, String commandId) throws SQLException {
    return database.<@Nullable TimelineEntry>ask(
        connection -> AlertGroupQueries.effect(connection, workspace, commandId));
  }

  /** The effect as soon as there is one; null where there is none in time. */
  CompletableFuture<@Nullable TimelineEntry> await(
      String workspace, String commandId, Duration patience) {
    return awaited.await(() -> find(workspace, commandId), found -> true, patience);
  }
}
