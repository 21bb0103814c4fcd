// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.examples.Example;
import dev.signalcraft.domain.examples.Traffic;
import dev.signalcraft.domain.examples.Traffic.Batch;
import dev.signalcraft.domain.examples.Traffic.Metric;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * A day of the practice hub in {@code examples/practice-hub.yaml}, from midnight to midnight: two
 * slow periods, an outage, a gap. How many of which sort come in each minute stands below; values
 * lie anywhere within their sort, and so does a moment within its minute.
 *
 * <p>A time of the table is the end of the minute with whose close it was told. What it should be
 * follows from the numbers of each minute alone, and is said beside it. Of an objective: as each
 * minute has as many samples as any other, its parts of bad samples are parts of minutes. Minutes
 * of the day are counted from 0: 14:00 is 840, 18:00 is 1080, 20:00 is 1200.
 */
class PracticeHubDayTest {
  private static final long DAY = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
  private static final int MINUTES = 24 * 60;
  private static final int KILLS = 10;

  private static final int SLOW = at(9, 0);
  private static final int SLOW_END = at(9, 20);
  private static final int SLOWER = at(14, 0);
  private static final int SLOWER_END = at(15, 0);
  private static final int OUTAGE = at(18, 0);
  private static final int OUTAGE_END = at(18, 12);
  private static final int GAP = at(21, 0);
  private static final int GAP_END = at(21, 30);

  private static final Metric TASK = Metric.of("task.duration", "ms");
  private static final Metric PDF = Metric.of("proposal.pdf.duration", "ms");
  private static final Metric SIGNING = Metric.of("signing.api.duration", "ms");
  private static final Metric LOGIN = Metric.of("auth.login", null);
  private static final Metric REQUEST = Metric.of("http.request.duration", "ms");
  private static final Metric CHECK = Metric.of("task.accuracy.check", null);

  private static final List<String> TOLD =
      List.of(
          // 2 of 20 queries above 500 ms: the p95 is the 19th from below. For 5 minutes.
          "09:05 task-queries-slow medium",
          // After three good minutes.
          "09:23 task-queries-slow resolved",
          // All queries above 1000 ms, for 2 minutes.
          "14:02 task-queries-slow critical",
          // All proposals above 5 s, for 5 minutes.
          "14:05 proposal-pdf-median medium",
          "14:05 proposal-pdf-slow medium",
          // In the morning 20 minutes had a tenth of bad queries, which is 2 minutes; k minutes of
          // this period are more than 5 % of the day so far when 2 + k > 0.05 (840 + k): k = 43.
          "14:43 task-queries-p95 medium",
          // k > 0.05 (840 + k): k = 45.
          "14:45 proposal-pdf-p95 medium",
          // With the first good minute.
          "15:01 proposal-pdf-median resolved",
          "15:01 proposal-pdf-slow resolved",
          // After three good minutes.
          "15:03 task-queries-slow resolved",
          // The first minute of the outage: the first failure; all logins; one of 60 minutes is
          // more than 14.4 times 0.1 %, and one of 5 is; 4 of 20 proposals within 5 minutes.
          "18:01 accuracy-check critical",
          "18:01 authentication-failures critical",
          "18:01 availability critical",
          "18:01 proposal-pdf-failures critical",
          // All tasks, for 2 minutes.
          "18:02 task-errors critical",
          // 20 failed logins a minute, each from another client.
          "18:03 failed-logins high",
          // 15 errors a minute and one in every other minute: 45 and at most 3, then 60.
          "18:04 many-errors high",
          // The report of the fourth minute, and a minute without one.
          "18:04 tasks-not-seen critical",
          "18:05 tasks-not-seen resolved",
          // k > 0.01 (1080 + k): k = 11.
          "18:11 authentication-success medium",
          "18:11 task-success medium",
          // The check passes again.
          "18:13 accuracy-check resolved",
          // Of the last 5 minutes 3 are of the outage: 45 errors, and at most 3.
          "18:14 many-errors resolved",
          // After three good minutes; of the last 5 minutes 2 are of the outage: 40 failed logins.
          "18:15 authentication-failures resolved",
          "18:15 failed-logins resolved",
          "18:15 task-errors resolved",
          // One minute of 5 is a fifth, until none is.
          "18:17 proposal-pdf-failures resolved",
          // Over 1 h and 5 minutes the page was over at 18:17, over 6 h and 30 minutes with the
          // last 30 minutes good. The ticket stays: 12 minutes are more than 0.1 % of the day, and
          // of the last 6 h to its end.
          "18:42 availability medium",
          // 12 minutes are no more than 1 % of 1200, 60 no more than 5 % of them.
          "20:00 authentication-success resolved",
          "20:00 proposal-pdf-p95 resolved",
          "20:00 task-success resolved",
          // 2 + 60 minutes are no more than 5 % of 1240.
          "20:40 task-queries-p95 resolved",
          // 15 minutes without a check, until there is one. All else is silent, and stays so.
          "21:15 accuracy-check high",
          "21:31 accuracy-check resolved");

  private static int at(int hour, int minute) {
    return 60 * hour + minute;
  }

  @Test
  void aDayTellsThisMinuteByMinuteAndSoDoesAJobThatIsKilledTenTimes() throws Exception {
    WholeJob job =
        new WholeJob(PracticeHubDayTest::config, 2, DAY, DAY + MINUTES * 60_000L + 10_000);
    List<RawRecord> samples = new ArrayList<>();
    List<RawRecord> events = new ArrayList<>();
    for (Traffic.Arrival arrival : day().arrivals()) {
      if (arrival.event() == null) {
        byte[] json = Json.mapper().writeValueAsBytes(arrival.sample());
        samples.add(WholeJob.sample(arrival.logTime(), json));
      } else {
        events.add(WholeJob.input(arrival.logTime(), arrival.event()));
      }
    }
    PartitionedLog metrics = PartitionedLog.of("metrics", job.partitions(samples));
    PartitionedLog inputs = PartitionedLog.of("inputs", job.partitions(events));

    WholeJob.Written written = job.run(metrics, inputs, 0);
    assertThat(told(written)).isEqualTo(TOLD);
    assertThat(written.alerts()).doesNotHaveDuplicates();
    assertThat(written.dead()).isEmpty();

    List<Integer> points =
        new Random(6).ints(1, metrics.size()).distinct().limit(KILLS).sorted().boxed().toList();
    WholeJob.Written killed = job.run(metrics.failingAt(points), inputs, KILLS);
    assertThat(PartitionedLog.failuresLeft()).isZero();
    assertThat(told(killed)).isEqualTo(TOLD);
    assertThat(killed.alerts().stream().distinct()).isEqualTo(written.alerts());
  }

  private static List<RawRecord> config() {
    ConfigLog log = new ConfigLog();
    for (ConfigRecord document : Example.of("practice-hub.yaml").documents()) {
      log.at(
          Instant.ofEpochMilli(DAY - 60_000),
          document.kind(),
          document.metadata().name(),
          String.valueOf(document.spec()));
    }
    return log.records();
  }

  /** What was told, each once, as {@code 09:05 task-queries-slow medium}. */
  private static List<String> told(WholeJob.Written written) throws Exception {
    TreeSet<String> told = new TreeSet<>();
    for (String json : written.alerts()) {
      AlertEvent event = Json.mapper().readValue(json, Input.class).event();
      LocalTime time = event.occurredAt().atZone(ZoneOffset.UTC).toLocalTime();
      String document = event.tags().getOrDefault("monitor", event.tags().get("slo"));
      boolean over = event.status() == EventStatus.RESOLVED;
      told.add(time + " " + document + " " + (over ? "resolved" : WireName.of(event.severity())));
    }
    return List.copyOf(told);
  }

  /** Each minute of the day. */
  private static Traffic day() {
    Random random = new Random(2026);
    Traffic day = Traffic.from(DAY);
    for (int m = 0; m < MINUTES; m++) {
      if (m < GAP || m >= GAP_END) {
        addSamples(day, m, random);
        addEvents(day, m);
      }
    }
    return day;
  }

  private static void addSamples(Traffic day, int m, Random random) {
    boolean out = m >= OUTAGE && m < OUTAGE_END;
    boolean slower = m >= SLOWER && m < SLOWER_END;
    int slow = slower ? 20 : m >= SLOW && m < SLOW_END ? 2 : 0;
    Metric query = TASK.tag("operation", "query");
    Metric change = TASK.tag("operation", "change");
    // What fails fails fast.
    day.at(
        m,
        new Spread(n -> query, 20 - slow, 40, 160, out, random),
        new Spread(n -> query, slow, slower ? 1_200 : 600, slower ? 2_000 : 900, out, random),
        new Spread(n -> change, 10, out ? 1 : 300, out ? 5 : 700, out, random),
        new Spread(n -> PDF, 4, slower ? 6_000 : 1_000, slower ? 9_000 : 2_500, out, random),
        new Spread(n -> SIGNING, 10, 100, 400, false, random),
        new Spread(n -> LOGIN.tag("client", "c" + n % 997), 20, 1, 1, out, random),
        new Spread(n -> REQUEST, 40, 20, 300, out, random),
        new Spread(n -> CHECK, 1, 1, 1, out, random));
  }

  private static void addEvents(Traffic day, int m) {
    if (m % 2 == 0) {
      String component = m % 10 == 0 ? "upload" : m % 10 == 4 ? "signing-api" : "tasks";
      day.at(m, Traffic.events(1, draft -> draft.tag("component", component)));
    }
    if (m >= OUTAGE && m < OUTAGE_END) {
      day.at(m, Traffic.events(15, draft -> draft.message("connection refused")));
    }
    if (m == OUTAGE + 3) {
      day.at(
          m,
          Traffic.events(
              1, draft -> draft.type(EventType.USAGE).message("Why can't I see my tasks?")),
          Traffic.events(1, draft -> draft.type(EventType.USAGE).message("I can't see my tasks")));
    }
  }

  /** So many with values anywhere between two, that come up to 8 s later. */
  private record Spread(
      IntFunction<Metric> metric, int count, double from, double to, boolean failed, Random random)
      implements Batch {
    @Override
    public Traffic.Arrival at(long time, int n) {
      double value = from + random.nextDouble() * (to - from);
      long at = time + random.nextInt(60_000 / count);
      Metric one = metric.apply(n);
      Batch batch = failed ? one.failed(1, value) : one.ok(1, value);
      return new Traffic.Arrival(at + random.nextInt(8_000), batch.at(at, n).sample(), null);
    }
  }
}
