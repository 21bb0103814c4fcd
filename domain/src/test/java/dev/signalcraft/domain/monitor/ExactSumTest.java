// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  @Property(tries = 1_000)
  void theSumIsTheTrueOneInEveryOrderAndInParts(
      @ForAll @Size(max = 60) List<@DoubleRange(min = -1e15, max = 1e15) Double> values,
      @ForAll long seed) {
    BigDecimal exact =
        values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    double sum = sum(values).value();

    assertThat(new BigDecimal(sum).subtract(exact).abs())
        .isLessThanOrEqualTo(
            exact
                .abs()
                .multiply(new BigDecimal("1e-15"), MathContext.DECIMAL64)
                .add(new BigDecimal(values.size() * 0x1p-44)));
    Collections.shuffle(values, new Random(seed));
    ExactSum parts = sum(values.subList(0, values.size() / 2));
    parts.add(sum(values.subList(values.size() / 2, values.size())));
    assertThat(parts.value()).isEqualTo(sum);
  }

  @Test
  void greatAndSmallPartsStayTogether() {
    assertThat(sum(List.of(1e15, 0.001, -1e15)).value()).isEqualTo(0.001, within());
    assertThat(sum(List.of(0.1, 0.2, -0.3)).value()).isEqualTo(0, within());
    assertThat(sum(List.of(Double.MIN_VALUE, -0.0)).value()).isEqualTo(0);
    assertThat(sum(List.of(-7.5)).value()).isEqualTo(-7.5);
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(2e-13);
  }

  private static ExactSum sum(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }
}
