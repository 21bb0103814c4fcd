// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import org.jspecify.annotations.Nullable;

/** The log of the delivery job, which takes each notification as a {@link LogLine}. */
public record LogAddress() implements Address {
  static final String TYPE = "log";

  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(@Nullable String type, @Nullable RateSpec rate, @Nullable String maxAge) {}

  static Channel read(ConfigRecord document) {
    Spec spec = READER.read(document);
    return new Channel(new LogAddress(), RateSpec.shaping(spec.rate(), spec.maxAge()));
  }

  @Override
  public String type() {
    return TYPE;
  }
}
