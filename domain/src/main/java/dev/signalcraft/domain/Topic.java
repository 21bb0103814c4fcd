// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain;

import java.util.Locale;

/** The topics, with the retention that they are created with. */
public enum Topic {
  /** Bodies of webhooks as they came, route and headers beside them. Key: none. */
  WEBHOOKS(7),
  /** Events of foreign producers. Key: theirs. */
  EVENTS(7),
  /** Events, commands and ticks in one order per key. Key: group key. */
  INPUTS(35),
  /** What happened to groups. Key: group key. */
  ALERT_CHANGES(400),
  /** Decisions to tell a channel. Key: group key. */
  NOTIFICATIONS(180),
  /** What came of each attempt to tell a channel. Key: {@code workspace/channel}. */
  DELIVERIES(180),
  /** Measurements, and a tick a second in each partition. Key: the producers'. */
  METRICS(35),
  /** What each minute of a series measured, sketch and all. Key: series. */
  METRIC_WINDOWS(400),
  /** How objectives stand, minute by minute. Key: series. */
  SLO_WINDOWS(400),
  /** Records that could not be read, with the reason. Key: none. */
  DEAD_LETTERS(30),
  /** Versioned documents; one partition, kept for ever. Key: {@code kind/workspace/name}. */
  CONFIG(-1);

  /** The largest record that topics and producers allow, in bytes. */
  public static final int MAX_RECORD_BYTES = 4 << 20;

  private final int retentionDays;

  Topic(int retentionDays) {
    this.retentionDays = retentionDays;
  }

  /** The name in Kafka, such as {@code signalcraft.alert-changes.v1}. */
  public String topicName() {
    return "signalcraft." + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".v1";
  }

  /** Milliseconds that records are kept; -1 means for ever. */
  public long retentionMillis() {
    return retentionDays < 0 ? -1 : retentionDays * 86_400_000L;
  }

  /** The partitions that this topic is created with where {@code wanted} is the usual number. */
  public int partitions(int wanted) {
    return this == CONFIG ? 1 : wanted;
  }
}
