// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import dev.signalcraft.domain.ingest.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A record of the log as it lies there; understanding it is the operators' work. */
public final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {
  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    out.collect(of(record));
  }

  static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        headers(record.headers()),
        key == null ? null : new String(key, StandardCharsets.UTF_8),
        record.value());
  }

  private static Map<String, String> headers(Headers headers) {
    Map<String, String> texts = null;
    for (Header header : headers) {
      if (texts == null) {
        texts = new HashMap<>();
      }
      byte[] value = header.value();
      texts.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return texts == null ? Map.of() : texts;
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
