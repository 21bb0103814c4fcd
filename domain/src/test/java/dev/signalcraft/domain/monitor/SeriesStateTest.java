// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesStateTest {
  private static final Series SERIES =
      Series.of(
          "default",
          "slow",
          "http.duration",
          "shop",
          "production",
          "ms",
          Map.of("route", "/orders/{id}"),
          new Series.Shape("project,environment,tags.route", 60_000, 10_000));

  private static Pane minute(int samples) {
    Random random = new Random(samples);
    Pane pane = new Pane();
    for (int i = 0; i < samples; i++) {
      double value = 50 * Math.exp(random.nextGaussian());
      Map<String, String> tags =
          Map.of("route", "/orders/{id}", "user", "user-" + i, "query", "select ".repeat(100));
      pane.add(value, i % 50 == 0, i, value, tags);
    }
    return pane;
  }

  private static int written(SeriesState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.write(new DataOutputStream(bytes));
    return bytes.size();
  }

  @Test
  void anOpenMinuteOfASeriesIsSmallHoweverManySamplesItHas() throws IOException {
    for (int samples : new int[] {1, 30, 1_000, 200_000}) {
      SeriesState state = new SeriesState(SERIES);
      assertThat(written(state)).isLessThan(300);
      state.add(70_000, 0, minute(samples));
      assertThat(written(state)).as("%d samples", samples).isLessThan(4_096);
    }
  }

  @Test
  void aWindowOfFourThousandMillionSamplesCountsExactly() throws IOException {
    Pane window = new Pane();
    for (int i = 0; i < 4; i++) {
      window.add(i + 0.25, i == 0, i, i, Map.of("n", "" + i));
    }
    for (int doubled = 0; doubled < 30; doubled++) {
      window.merge(window.copy());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    window.write(new DataOutputStream(bytes));
    Pane read = Pane.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    for (Pane pane : new Pane[] {window, read}) {
      assertThat(pane.count()).isEqualTo(1L << 32);
      assertThat(pane.errors()).isEqualTo(1L << 30);
      assertThat(pane.sum()).isEqualTo((0.25 + 1.25 + 2.25 + 3.25) * (1L << 30));
      assertThat(pane.quantile(0.5)).isCloseTo(1.25, within(0.0125));
      assertThat(pane.quantile(0.75)).isCloseTo(2.25, within(0.0225));
      assertThat(pane.quantile(1)).isCloseTo(3.25, within(0.0325));
    }
  }
}
