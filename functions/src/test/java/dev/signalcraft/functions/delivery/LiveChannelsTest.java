// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.ingest.Events;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // The harness may be interrupted while it closes.
class LiveChannelsTest {
  private static final long NOW = Events.T0.toEpochMilli() + 10_000;
  private static final int CHANNELS = 8;

  private final DeliveryHarness.Outside outside = new DeliveryHarness.Outside();

  @Test
  void whereVeryManyWaitTheChannelWithTheMostGivesUpItsOldest() throws Exception {
    ConfigLog config = new ConfigLog();
    for (int i = 0; i < CHANNELS; i++) {
      config.at(
          Events.T0.minusSeconds(60),
          "Channel",
          "c" + i,
          "{type: slack, token: 'env:TOKEN', channel: C0}");
    }
    try (DeliveryHarness harness = new DeliveryHarness(outside, config).begin(null, NOW)) {
      for (int i = 0; i < CHANNELS; i++) {
        harness.in(input("x", i)).land(SendResult.retry(429, "HTTP 429", 3_600_000));
      }
      harness.in(input("small", 0));
      for (int n = 0; n < 15_000; n++) {
        for (int i = 1; i < CHANNELS; i++) {
          harness.in(input("g" + n, i));
        }
      }
      harness.in(input("last", 0));

      assertThat(outside.log)
          .filteredOn(delivery -> delivery.status() == Status.GIVEN_UP)
          .hasSize((CHANNELS - 1) * 15_001 + 3 - LiveChannels.MAX_WAITING)
          .extracting(Delivery::channel)
          .doesNotContain("c0");
    }
  }

  private static ChannelInput input(String group, int channel) {
    return ChannelInput.of(told(group, 1, OPENED).elsewhere("c" + channel), false);
  }
}
