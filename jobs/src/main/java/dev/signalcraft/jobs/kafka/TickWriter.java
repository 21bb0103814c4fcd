// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.json.Json;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A tick in the partition whose number it is. */
record TickWriter(Topic topic) implements KafkaRecordSerializationSchema<Integer> {
  private static final byte[] TICK = tick();

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Integer partition, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(topic.topicName(), partition, null, TICK);
  }

  private static byte[] tick() {
    try {
      return Json.mapper().writeValueAsBytes(Input.tick());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tick has a JSON form", e);
    }
  }
}
