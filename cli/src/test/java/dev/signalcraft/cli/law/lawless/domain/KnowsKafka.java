// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

import org.apache.kafka.common.TopicPartition;

/** Breaks the law. */
final class KnowsKafka {
  TopicPartition kafka;
}
