// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.domain.grouping.RecentIds;
import dev.signalcraft.domain.ingest.DeadLetter;
import dev.signalcraft.domain.ingest.Text;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.slo.SloWindow;
import dev.signalcraft.sql.Upsert;
import java.time.Instant;

/**
 * The dead letters of refused rows. Whatever the record holds (NUL, text without end, times of no
 * calendar), the letter has nothing that could be refused again.
 */
final class RefusedRows {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final int MAX_WORDS = 2_048;
  private static final int MAX_NAME = 249;

  private RefusedRows() {}

  /**
   * A change has no place in the log of its own: table, key and version stand for it, so that the
   * same version, with other counts too, stays one letter however often it is refused.
   */
  static DeadLetter change(AlertChange change, Upsert<AlertChange> upsert, String words) {
    return new DeadLetter(
        Topic.ALERT_CHANGES.topicName() + "/" + upsert.table(),
        -1,
        place(change, upsert),
        Text.boundedOrNull(change.workspace(), 63),
        null,
        DeadLetter.Reason.REFUSED_ROW,
        Text.bounded(words, MAX_WORDS),
        Text.bounded(json(change), DeadLetter.MAX_TEXT_BYTES / 4),
        time(change.at()));
  }

  /** A notification has no place of its own either: its id stands for it. */
  static DeadLetter notification(
      Notification notification, Upsert<Notification> upsert, String words) {
    return new DeadLetter(
        Topic.NOTIFICATIONS.topicName() + "/" + upsert.table(),
        -1,
        RecentIds.hash(notification.notificationId()) & Long.MAX_VALUE,
        Text.boundedOrNull(notification.workspace(), 63),
        null,
        DeadLetter.Reason.REFUSED_ROW,
        Text.bounded(words, MAX_WORDS),
        Text.bounded(json(notification), DeadLetter.MAX_TEXT_BYTES / 4),
        time(notification.at()));
  }

  /** Nor has what came of it: its id and the attempt stand for it. */
  static DeadLetter delivery(Delivery delivery, Upsert<Delivery> upsert, String words) {
    return new DeadLetter(
        Topic.DELIVERIES.topicName() + "/" + upsert.table(),
        -1,
        RecentIds.hash(GroupKey.hash(delivery.id(), Integer.toString(delivery.attempt())))
            & Long.MAX_VALUE,
        Text.boundedOrNull(delivery.workspace(), 63),
        null,
        DeadLetter.Reason.REFUSED_ROW,
        Text.bounded(words, MAX_WORDS),
        Text.bounded(json(delivery), DeadLetter.MAX_TEXT_BYTES / 4),
        time(delivery.at()));
  }

  /** A window has no place of its own either: series, time and revision stand for it. */
  static DeadLetter window(MetricWindow window, Upsert<MetricWindow> upsert, String words) {
    String name = window.series() + window.windowStart() + window.revision();
    return new DeadLetter(
        Topic.METRIC_WINDOWS.topicName() + "/" + upsert.table(),
        -1,
        RecentIds.hash(GroupKey.hash(name)) & Long.MAX_VALUE,
        Text.boundedOrNull(window.workspace(), 63),
        null,
        DeadLetter.Reason.REFUSED_ROW,
        Text.bounded(words, MAX_WORDS),
        Text.bounded(json(window), DeadLetter.MAX_TEXT_BYTES / 4),
        time(window.closedAt()));
  }

  /** Nor has how an objective stands. */
  static DeadLetter window(SloWindow window, Upsert<SloWindow> upsert, String words) {
    String name = window.series() + window.objective() + window.closedAt();
    return new DeadLetter(
        Topic.SLO_WINDOWS.topicName() + "/" + upsert.table(),
        -1,
        RecentIds.hash(GroupKey.hash(name)) & Long.MAX_VALUE,
        Text.boundedOrNull(window.workspace(), 63),
        null,
        DeadLetter.Reason.REFUSED_ROW,
        Text.bounded(words, MAX_WORDS),
        Text.bounded(json(window), DeadLetter.MAX_TEXT_BYTES / 4),
        time(window.closedAt()));
  }

  /** A letter keeps the place of its original, where that can be read again. */
  static DeadLetter letter(DeadLetter letter, Upsert<DeadLetter> upsert, String words) {
    String topic = Text.boundedOrNull(letter.topic(), MAX_NAME);
    return new DeadLetter(
        topic == null ? Topic.DEAD_LETTERS.topicName() + "/" + upsert.table() : topic,
        letter.partition(),
        letter.offset(),
        null,
        null,
        DeadLetter.Reason.REFUSED_ROW,
        Text.bounded(words, MAX_WORDS),
        "",
        time(letter.at()));
  }

  private static long place(AlertChange change, Upsert<AlertChange> upsert) {
    String key;
    try {
      key = String.valueOf(upsert.key(change));
    } catch (RuntimeException noKey) {
      key = change.toString();
    }
    int version = change.group() == null ? 0 : change.group().version();
    String hash = GroupKey.hash(upsert.table(), key, Integer.toString(version));
    return Long.parseUnsignedLong(hash.substring(0, 16), 16) & Long.MAX_VALUE;
  }

  private static String json(Object record) {
    try {
      return Json.mapper().writeValueAsString(record);
    } catch (JsonProcessingException | RuntimeException noJson) {
      return record.toString();
    }
  }

  private static Instant time(Instant time) {
    return time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
  }
}
