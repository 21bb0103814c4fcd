// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.replay.Difference;
import dev.signalcraft.domain.replay.Replay;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.sql.Upsert;
import dev.signalcraft.sql.replay.ReplayDecisionRows;
import dev.signalcraft.sql.replay.ReplayRows;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;

/** The sinks of a replay in Postgres. Delivery: at least once into statements that know ids. */
public final class ReplayTables {
  private final Settings settings;

  /** The tables behind these settings. */
  public ReplayTables(Settings settings) {
    this.settings = settings;
  }

  /** What differs. */
  public Sink<Difference> decisions() {
    return sink(ReplayDecisionRows.UPSERT);
  }

  /** How far a replay is, and its summary. */
  public Sink<Replay> replays() {
    return sink(ReplayRows.UPSERT);
  }

  /** A row that is refused is counted and logged as lost: a replay writes no dead letters. */
  private <T> Sink<T> sink(Upsert<T> upsert) {
    return new PostgresSink<>(
        PostgresTables.connection(settings, "signalcraft-replay"),
        List.of(upsert),
        (record, table, words) -> {
          throw new IllegalStateException(words);
        },
        settings.get(JobSettings.POSTGRES_FLUSH_INTERVAL).toMillis(),
        settings.get(JobSettings.POSTGRES_GIVE_UP_AFTER).toMillis());
  }
}
