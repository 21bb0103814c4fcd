// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.functions;

import org.apache.kafka.common.TopicPartition;

/** Breaks the law. */
final class KnowsAConnector {
  TopicPartition kafka;
}
