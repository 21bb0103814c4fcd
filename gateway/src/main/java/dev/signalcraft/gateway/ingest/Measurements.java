// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.domain.ingest.Rejection;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.gateway.config.Owner;
import dev.signalcraft.gateway.http.Problem;
import dev.signalcraft.gateway.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** What the elements of a body became: records of the topic, or faults. */
final class Measurements implements MetricSamples.Taker {
  /** The most elements of one body: each may need a word about what is wrong with it. */
  static final int MAX_ELEMENTS = 10_000;

  /** What a record takes besides its bytes, roughly. */
  private static final int RECORD_BYTES = 64;

  private final long now;
  private final List<byte[]> records = new ArrayList<>();
  private final List<Problem.Fault> faults = new ArrayList<>();
  private int bytes;

  private Measurements(long now) {
    this.now = now;
  }

  /**
   * Reads a body.
   *
   * @throws Refusal where nothing of it can be used
   */
  static Measurements read(MetricSamples reader, byte[] body, Owner owner, long now) {
    Measurements read = new Measurements(now);
    try {
      reader.readAll(body, owner.workspace(), owner.environment(), now, read);
    } catch (Rejection e) {
      throw new Refusal(Problem.partly(e.detail(), 0, List.of()));
    }
    return read;
  }

  @Override
  public void sample(int index, MetricSample sample) {
    bound(index);
    ObjectNode json = Json.mapper().valueToTree(sample);
    if (sample.occurredAt().toEpochMilli() == now) {
      // It names no time: that of the log is the better one.
      json.remove("occurredAt");
    }
    try {
      byte[] record = Json.mapper().writeValueAsBytes(json);
      records.add(record);
      bytes += record.length + RECORD_BYTES;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a measurement of ours is JSON", e);
    }
  }

  @Override
  public void refused(int index, Rejection why) {
    bound(index);
    faults.add(new Problem.Fault(index, why.detail()));
  }

  private static void bound(int index) {
    if (index >= MAX_ELEMENTS) {
      throw new Refusal(
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "The body has more than " + MAX_ELEMENTS + " measurements.");
    }
  }

  List<byte[]> records() {
    return records;
  }

  List<Problem.Fault> faults() {
    return faults;
  }

  /** The memory that the records take. */
  int bytes() {
    return bytes;
  }
}
