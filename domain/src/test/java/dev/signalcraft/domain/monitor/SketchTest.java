// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import dev.signalcraft.domain.ingest.MetricSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quantiles against those of a sorted array, of rank q * (n - 1) rounded down. */
class SketchTest {
  private static final double[] QUANTILES = {0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1};

  enum Distribution {
    CONSTANT,
    TWO_VALUES_FAR_APART,
    UNIFORM,
    NORMAL_AROUND_ZERO,
    LOGARITHMIC,
    HEAVY_TAIL,
    ALL_DECADES,
    MOSTLY_ZERO,
    JUST_ABOVE_AND_BELOW,
    ONE_OUTLIER;

    DoubleSupplier of(Random random) {
      return switch (this) {
        case CONSTANT -> () -> 42.5;
        case TWO_VALUES_FAR_APART -> () -> random.nextBoolean() ? 1e-9 : MetricSample.MAX_VALUE;
        case UNIFORM -> random::nextDouble;
        case NORMAL_AROUND_ZERO -> random::nextGaussian;
        case LOGARITHMIC -> () -> Math.exp(3 * random.nextGaussian());
        case HEAVY_TAIL -> () -> Math.min(1e15, Math.pow(random.nextDouble(), -3));
        case ALL_DECADES ->
            () -> (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextInt(24) - 9);
        case MOSTLY_ZERO -> () -> random.nextInt(10) == 0 ? random.nextDouble() : 0;
        case JUST_ABOVE_AND_BELOW -> () -> 100 + (random.nextBoolean() ? 1e-6 : -1e-6);
        case ONE_OUTLIER -> () -> random.nextInt(5_000) == 0 ? 1e12 : 1;
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void everyQuantileIsWithinOnePercentAlsoAfterMergesAndBytes(Distribution distribution) {
    Random random = new Random(distribution.name().hashCode());
    for (int n : new int[] {1, 2, 3, 100, 5_000}) {
      double[] values = new double[n];
      Sketch whole = new Sketch();
      Sketch[] parts = {new Sketch(), new Sketch(), new Sketch()};
      DoubleSupplier source = distribution.of(random);
      for (int i = 0; i < n; i++) {
        values[i] = source.getAsDouble();
        whole.add(values[i]);
        parts[i % 3].add(values[i]);
      }
      parts[1].pack();
      parts[0].merge(parts[1]);
      parts[0].merge(Sketch.of(parts[2].bytes()));
      Sketch copied = Sketch.of(parts[0].bytes());
      Arrays.sort(values);
      for (double q : QUANTILES) {
        double exact = values[(int) (q * (n - 1))];
        for (Sketch sketch : List.of(whole, parts[0], copied)) {
          assertThat(sketch.quantile(q))
              .as("%s of %d", q, n)
              .isBetween(
                  exact - Math.abs(exact) * 0.0100001 - 1e-9,
                  exact + Math.abs(exact) * 0.0100001 + 1e-9);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void theSameValuesAreTheSameBytesInEveryOrderAndInParts(Distribution distribution) {
    Random random = new Random(7);
    List<Double> values = new ArrayList<>();
    DoubleSupplier source = distribution.of(random);
    for (int i = 0; i < 500; i++) {
      values.add(source.getAsDouble());
    }
    byte[] bytes = sketch(values).bytes();
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(values, random);
      int cut = random.nextInt(values.size());
      Sketch parts = sketch(values.subList(0, cut));
      parts.merge(Sketch.of(sketch(values.subList(cut, values.size())).bytes()));
      assertThat(parts.bytes()).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource(Distribution.class)
  void ofFewValuesAndOfManyItSaysWhatTheLibrarySays(Distribution distribution) {
    Random random = new Random(11);
    DoubleSupplier source = distribution.of(random);
    DDSketch oracle =
        new DDSketch(new LogarithmicMapping(Sketch.RELATIVE_ERROR), PaginatedStore::new);
    Sketch sketch = new Sketch();
    for (int n = 1; n <= 300; n++) {
      double value = source.getAsDouble();
      oracle.accept(Math.abs(value) < 1e-9 ? 0 : value);
      if (n % 7 == 0) {
        sketch.pack();
      }
      if (n % 3 == 0) {
        sketch.merge(sketch(List.of(value)));
      } else {
        sketch.add(value);
      }
      for (double q : QUANTILES) {
        assertThat(sketch.quantile(q)).as("%s of %d", q, n).isEqualTo(oracle.getValueAtQuantile(q));
      }
    }
  }

  @Test
  void aMinuteOfLatenciesIsSmall() {
    Random random = new Random(1);
    Sketch sketch = new Sketch();
    for (int i = 0; i < 100_000; i++) {
      sketch.add(50 * Math.exp(random.nextGaussian()));
    }
    assertThat(sketch.bytes()).hasSizeLessThan(4_096);
  }

  @Test
  void whatIsNoSketchIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sketch.of(new byte[] {9, 0}).quantile(0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sketch.of(new byte[] {1, 0, 5}).quantile(0.5));
  }

  private static Sketch sketch(List<Double> values) {
    Sketch sketch = new Sketch();
    values.forEach(sketch::add);
    return sketch;
  }
}
