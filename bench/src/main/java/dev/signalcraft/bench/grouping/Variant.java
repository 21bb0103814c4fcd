// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.Windows;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.ingest.ParseJson;
import dev.signalcraft.functions.time.LogTime;
import dev.signalcraft.jobs.grouping.AlertsJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** What is measured in turn. */
enum Variant {
  /** What no job that reads inputs can do without. */
  READ("A", "read + parse"),
  /** What no job that remembers something for each key can do without. */
  KEYED("B", "read + parse + one record and one id of RocksDB"),
  /** The job. */
  ALERTS("C", "AlertsJob"),
  /** The job with routing rules. */
  RULES("D", "AlertsJob with rules");

  private final String letter;
  private final String title;

  Variant(String letter, String title) {
    this.letter = letter;
    this.title = title;
  }

  String title() {
    return title;
  }

  /** The letter that the table uses. */
  String letter() {
    return letter;
  }

  /** Those that are measured where so many rules are asked for. */
  static List<Variant> with(int rules) {
    return rules > 0 ? List.of(values()) : List.of(READ, KEYED, ALERTS);
  }

  /** Its flow from these records; only the job has changes to write, and maybe so many rules. */
  void define(
      StreamExecutionEnvironment env,
      Source<RawRecord, ?, ?> records,
      int rules,
      Sink<AlertChange> changes) {
    switch (this) {
      case READ ->
          parsed(env, records)
              .sinkTo(new TimedSink<>(new DiscardingSink<>()))
              .uid("discard")
              .name("discard");
      case KEYED ->
          parsed(env, records)
              .keyBy(Input::groupKey)
              .process(new CountVisits())
              .uid("visits")
              .sinkTo(new TimedSink<>(new DiscardingSink<>()))
              .uid("discard");
      case ALERTS, RULES ->
          AlertsJob.define(
              env,
              new AlertsJob.Inputs(
                  records,
                  noTicks(),
                  noConfig(),
                  this == RULES ? () -> RuleLog.of(rules) : List::of),
              new AlertsJob.Outputs(
                  new TimedSink<>(changes),
                  new DiscardingSink<>(),
                  new DiscardingSink<>(),
                  new DiscardingSink<>(),
                  new DiscardingSink<>()),
              new Windows(Duration.ofMinutes(30).toMillis(), Duration.ofHours(24).toMillis(), 0));
    }
  }

  private static SingleOutputStreamOperator<Input> parsed(
      StreamExecutionEnvironment env, Source<RawRecord, ?, ?> records) {
    return env.fromSource(records, LogTime.watermarks(), "inputs")
        .uid("inputs")
        .process(new ParseJson<>(Input.class))
        .uid("parse");
  }

  private static Source<Integer, ?, ?> noTicks() {
    return new DataGeneratorSource<>(Long::intValue, 0, Types.INT);
  }

  private static Source<RawRecord, ?, ?> noConfig() {
    return new DataGeneratorSource<>(
        number -> new RawRecord("", 0, number, 0, Map.of(), null, null),
        0,
        TypeInformation.of(RawRecord.class));
  }
}
