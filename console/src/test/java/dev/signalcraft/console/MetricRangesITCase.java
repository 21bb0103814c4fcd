// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.monitor.MetricWindow;
import dev.signalcraft.domain.monitor.MonitorRun;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.monitor.MetricWindowRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricRangesITCase {
  private static final long T0 = MonitorRun.T0;
  private static final double[] QUANTILES = {0, 0.5, 0.75, 0.95, 0.99, 1};

  /** Of ten minutes; the slow ones are few but come in one minute. */
  private static final double[][] MINUTES = new double[10][];

  @TempDir private static Path directory;
  private static Console console;
  private static Api api;
  private static Api foreign;

  @BeforeAll
  static void start() throws Exception {
    Random random = new Random(7);
    MonitorRun run =
        new MonitorRun(
            "{select: {name: x}, measure: p95,"
                + " conditions: [{severity: high, op: '>', threshold: 500}]}");
    for (int m = 0; m < MINUTES.length; m++) {
      MINUTES[m] = new double[m == 4 ? 40 : 200];
      for (int i = 0; i < MINUTES[m].length; i++) {
        MINUTES[m][i] = (m == 4 ? 5_000 : 50) * Math.exp(random.nextGaussian() / 2);
      }
      run.minute(m, MINUTES[m]);
    }
    run.advanceTo(T0 + 1_000_000);
    TestDatabase database = TestDatabase.migrated();
    for (MetricWindow row : run.rows) {
      database.write(MetricWindowRows.UPSERT, row);
    }
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "default", "test");
    String other = Tokens.issue(tokens, "other", "test");
    console = Console.start(TestConsole.settings(database.url(), tokens));
    api = new Api(console.url(), token);
    foreign = new Api(console.url(), other);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  private static String minute(int m) {
    return Instant.ofEpochMilli(T0 + m * 60_000L).toString();
  }

  @Test
  void quantilesOfAnyRangeAreThoseOfAllItsSamples() throws Exception {
    for (int[] range : new int[][] {{0, 10}, {3, 6}, {4, 5}, {5, 10}}) {
      double[] samples =
          Arrays.stream(MINUTES, range[0], range[1]).flatMapToDouble(Arrays::stream).toArray();
      Arrays.sort(samples);
      JsonNode items =
          api.get(
                  "/api/v1/monitors/slow/range?q=0,0.5,0.75,0.95,0.99,1&since=%s&until=%s"
                      .formatted(minute(range[0]), minute(range[1])))
              .json()
              .get("items");

      assertThat(items).hasSize(1);
      JsonNode found = items.get(0);
      assertThat(found.get("count").asInt()).isEqualTo(samples.length);
      assertThat(found.get("windows").asInt()).isEqualTo(range[1] - range[0]);
      assertThat(found.get("from").asText()).isEqualTo(minute(range[0]).replace("Z", ".000Z"));
      assertThat(found.get("until").asText()).isEqualTo(minute(range[1]).replace("Z", ".000Z"));
      assertThat(found.get("min").asDouble()).isEqualTo(samples[0]);
      assertThat(found.get("max").asDouble()).isEqualTo(samples[samples.length - 1]);
      assertThat(found.get("sum").asDouble()).isCloseTo(Arrays.stream(samples).sum(), within(1e-6));
      for (double q : QUANTILES) {
        double exact = samples[(int) (q * (samples.length - 1))];
        String name = q == 0 ? "0" : q == 1 ? "1" : Double.toString(q);
        assertThat(found.at("/quantiles/" + name).asDouble())
            .as("%s of %s", name, Arrays.toString(range))
            .isCloseTo(exact, within(exact * 0.0101));
      }
    }
  }

  @Test
  void nobodySeesTheSeriesOfAnotherWorkspace() throws Exception {
    assertThat(foreign.get("/api/v1/monitors/slow/range?since=" + minute(0)).json().get("items"))
        .isEmpty();
    assertThat(api.get("/api/v1/monitors/fast/range?since=" + minute(0)).json().get("items"))
        .isEmpty();
  }

  @Test
  void whatIsWrongIsNamed() throws Exception {
    Api.Answer answer = api.get("/api/v1/monitors/slow/range?q=1.5&until=0&sinse=1");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.faults())
        .containsExactlyInAnyOrder(
            "sinse: unknown; did you mean 'since'?",
            "since: say from when, such as 2026-03-01T12:00:00Z",
            "q: write at most 10 numbers from 0 to 1, such as 0.75");
    assertThat(
            api.get("/api/v1/monitors/slow/range?since=%s&until=%s".formatted(minute(1), minute(1)))
                .faults())
        .containsExactly("until: write a time after since");
  }
}
