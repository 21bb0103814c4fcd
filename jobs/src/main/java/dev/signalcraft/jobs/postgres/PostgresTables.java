// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.jobs.JobSettings;
import dev.signalcraft.sql.Upsert;
import dev.signalcraft.sql.delivery.NotificationLogRows;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.AlertMinuteRows;
import dev.signalcraft.sql.ingest.AlertEventRows;
import dev.signalcraft.sql.ingest.DeadLetterRows;
import dev.signalcraft.sql.monitor.MetricWindowRows;
import dev.signalcraft.sql.routing.NotificationRows;
import dev.signalcraft.sql.routing.ShadowNotificationRows;
import dev.signalcraft.sql.slo.SloWindowRows;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;

/** The sinks of a job in Postgres. Delivery: at least once into statements that know versions. */
public final class PostgresTables {
  private final JdbcConnectionOptions connection;
  private final long flushMillis;
  private final long giveUpMillis;

  /** The tables behind these settings. */
  public PostgresTables(Settings settings) {
    this.connection = connection(settings, "signalcraft-tables");
    this.flushMillis = settings.get(JobSettings.POSTGRES_FLUSH_INTERVAL).toMillis();
    this.giveUpMillis = settings.get(JobSettings.POSTGRES_GIVE_UP_AFTER).toMillis();
  }

  /** How a job comes to the database. */
  static JdbcConnectionOptions connection(Settings settings, String name) {
    return new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
        .withUrl(settings.get(JobSettings.POSTGRES_URL))
        .withUsername(settings.get(JobSettings.POSTGRES_USER))
        .withPassword(settings.get(JobSettings.POSTGRES_PASSWORD))
        .withProperty("reWriteBatchedInserts", "true")
        .withProperty("connectTimeout", "5")
        .withProperty("socketTimeout", "30")
        .withProperty("ApplicationName", name)
        .build();
  }

  /** Groups, their changes, exemplar events and minutes. */
  public Sink<AlertChange> alertChanges() {
    return sink(
        List.of(
            AlertGroupRows.UPSERT,
            AlertGroupChangeRows.UPSERT,
            AlertEventRows.UPSERT,
            AlertMinuteRows.UPSERT,
            ShadowNotificationRows.UPSERT),
        RefusedRows::change);
  }

  /** Notifications. */
  public Sink<Notification> notifications() {
    return sink(List.of(NotificationRows.UPSERT), RefusedRows::notification);
  }

  /** What came of notifications, each alone. */
  public Sink<Delivery> notificationLog() {
    return sink(List.of(NotificationLogRows.UPSERT), RefusedRows::delivery);
  }

  /** What minutes of series measured. */
  public Sink<MetricWindow> metricWindows() {
    return sink(List.of(MetricWindowRows.UPSERT), RefusedRows::window);
  }

  /** How objectives stand. */
  public Sink<SloWindow> sloWindows() {
    return sink(List.of(SloWindowRows.UPSERT), RefusedRows::window);
  }

  /** Dead letters. */
  public Sink<DeadLetter> deadLetters() {
    return sink(List.of(DeadLetterRows.UPSERT), RefusedRows::letter);
  }

  private <T> Sink<T> sink(List<Upsert<T>> upserts, PostgresSink.Refused<T> refused) {
    return new PostgresSink<>(connection, upserts, refused, flushMillis, giveUpMillis);
  }
}
