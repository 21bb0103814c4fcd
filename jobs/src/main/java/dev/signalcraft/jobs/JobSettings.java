// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import dev.signalcraft.domain.config.Setting;
import dev.signalcraft.domain.config.Settings;
import dev.signalcraft.domain.grouping.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The settings of the jobs. */
public final class JobSettings {
  /** Where to start without state. */
  public static final Setting<String> START =
      new Setting<>(
          "start",
          "earliest|now|time",
          JobSettings::checkedStart,
          "",
          false,
          "Where a source without state begins; needed when the job has none and the topic is not"
              + " empty.");

  /** The guarantee of the result topics. */
  public static final Setting<String> DELIVERY =
      Setting.choice(
          "delivery",
          List.of("at-least-once", "exactly-once"),
          "at-least-once",
          "Guarantee of the result topics; exactly-once delays them to the next checkpoint.");

  /** How long a transaction may stay open. */
  public static final Setting<Duration> TRANSACTION_TIMEOUT =
      Setting.duration(
          "transaction-timeout",
          "10m",
          "Below the broker's transaction.max.timeout.ms, far above a checkpoint plus a restart.");

  /** The window in which events join. */
  public static final Setting<Duration> DEDUP_WINDOW =
      bounded(
          "dedup-window",
          "30m",
          Duration.ofMinutes(1),
          Duration.ofHours(24),
          "An event joins its group when the last one came at most this long before; 1m to 24h.");

  /** When a quiet group closes. */
  public static final Setting<Duration> AUTO_CLOSE_AFTER =
      bounded(
          "auto-close-after",
          "24h",
          Duration.ofMinutes(1),
          Duration.ofDays(30),
          "A stateless group without a new event for this long is resolved; 1m to 30d.");

  /** When an acknowledged group opens again. */
  public static final Setting<Duration> ACK_TIMEOUT =
      bounded(
          "ack-timeout",
          "0s",
          Duration.ZERO,
          Duration.ofDays(30),
          "A group acknowledged for this long opens again; up to 30d, 0s for never.");

  /** Where Postgres is. */
  public static final Setting<String> POSTGRES_URL =
      Setting.text("postgres.url", null, "JDBC URL of the database, jdbc:postgresql://….");

  /** Who writes. */
  public static final Setting<String> POSTGRES_USER =
      Setting.text("postgres.user", "signalcraft", "Role that writes the tables.");

  /** How it proves it. */
  public static final Setting<String> POSTGRES_PASSWORD =
      Setting.secret("postgres.password", null, "Password of that role.");

  /** The longest that rows wait for a batch to fill. */
  public static final Setting<Duration> POSTGRES_FLUSH_INTERVAL =
      Setting.duration("postgres.flush-interval", "100ms", "Longest wait of a row for its batch.");

  /** How long to try. */
  public static final Setting<Duration> POSTGRES_GIVE_UP_AFTER =
      bounded(
          "postgres.give-up-after",
          "1m",
          Duration.ofSeconds(1),
          Duration.ofMinutes(10),
          "The job restarts when Postgres has been away for this long, 1s to 10m; nothing is lost.");

  private JobSettings() {}

  /** The windows of groups whose rules say nothing else. */
  public static Windows windows(Settings settings) {
    return new Windows(
        settings.get(DEDUP_WINDOW).toMillis(),
        settings.get(AUTO_CLOSE_AFTER).toMillis(),
        settings.get(ACK_TIMEOUT).toMillis());
  }

  private static Setting<Duration> bounded(
      String key, String fallback, Duration least, Duration most, String description) {
    return new Setting<>(
        key,
        "duration",
        text -> {
          Duration value = Setting.parseDuration(text);
          if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("out of bounds; " + description);
          }
          return value;
        },
        fallback,
        false,
        description);
  }

  private static String checkedStart(String text) {
    if (!text.isEmpty() && !text.equals("earliest") && !text.equals("now")) {
      try {
        Instant.parse(text);
      } catch (java.time.DateTimeException e) {
        throw new IllegalArgumentException(
            "write earliest, now or a time such as 2026-03-01T12:00:00Z", e);
      }
    }
    return text;
  }
}
