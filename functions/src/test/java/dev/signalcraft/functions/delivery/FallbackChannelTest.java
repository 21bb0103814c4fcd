// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import static dev.signalcraft.domain.delivery.Told.change;
import static dev.signalcraft.domain.delivery.Told.count;
import static dev.signalcraft.domain.delivery.Told.naming;
import static dev.signalcraft.domain.delivery.Told.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.routing.NotificationReason.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.delivery.Delivery;
import dev.signalcraft.domain.delivery.Delivery.Status;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.routing.Notification;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

/** A channel that is told in the place of another one: {@code pager} in that of {@code ops}. */
@SuppressWarnings("try") // The harness may be interrupted while it closes.
class FallbackChannelTest {
  private static final long NOW = T0.toEpochMilli() + 10_000;
  private static final long HOUR = 3_600_000;
  private static final String SPEC = "{type: slack, token: 'env:TOKEN', channel: C0123456789}";
  private static final ConfigLog CHANNELS =
      new ConfigLog()
          .at(T0.minusSeconds(60), "Channel", "ops", SPEC)
          .at(T0.minusSeconds(60), "Channel", "pager", SPEC);

  private final DeliveryHarness.Outside outside = new DeliveryHarness.Outside();

  private static Notification opened(String group) {
    return told(group, 1, OPENED, "pager", T0.plusSeconds(1));
  }

  private static AlertChange changed(String group, GroupStatus status, int sequence) {
    return naming(change(group, status, sequence), "pager");
  }

  /** The channel {@code ops} is told and cannot be: its record reaches the other one. */
  private DeliveryHarness fallBack(DeliveryHarness harness, String group) throws Exception {
    harness.in(ChannelInput.of(opened(group), false)).land(SendResult.failed(404, "HTTP 404"));
    Delivery last = outside.log.get(outside.log.size() - 1);
    assertThat(last.status()).isEqualTo(Status.GIVEN_UP);
    List<ChannelInput> elsewhere = new ArrayList<>();
    new FallBack().flatMap(last, into(elsewhere));
    return harness.in(elsewhere.get(0));
  }

  private static DeliveryHarness hear(DeliveryHarness harness, AlertChange change)
      throws Exception {
    List<ChannelInput> inputs = new ArrayList<>();
    new FanOutChanges().flatMap(change, into(inputs));
    for (ChannelInput input : inputs) {
      harness.in(input);
    }
    return harness;
  }

  private static Collector<ChannelInput> into(List<ChannelInput> all) {
    return new Collector<>() {
      @Override
      public void collect(ChannelInput input) {
        all.add(input);
      }

      @Override
      public void close() {}
    };
  }

  /** What the channel {@code pager} was sent: {@code open m; acknowledged m}. */
  private List<String> paged() {
    return outside.sends.stream()
        .filter(send -> send.channelName().equals("pager"))
        .map(send -> status(send) + " " + send.messageId())
        .toList();
  }

  private static GroupStatus status(Send send) {
    return send.change() == null
        ? send.told().get(0).group().status()
        : send.change().group().status();
  }

  @Test
  void itHearsWhoAcknowledgedAndThatItIsOver() throws Exception {
    try (DeliveryHarness harness = new DeliveryHarness(outside, CHANNELS).begin(null, NOW)) {
      fallBack(harness, "a").land(SendResult.sent(202, "m"));
      hear(harness, changed("a", GroupStatus.ACKNOWLEDGED, 2)).until(NOW + 2_000);
      harness.land(SendResult.sent(202, "m"));
      hear(harness, changed("a", GroupStatus.RESOLVED, 3)).until(NOW + 4_000);

      assertThat(paged()).containsExactly("OPEN null", "ACKNOWLEDGED m", "RESOLVED m");
    }
  }

  @Test
  void whatWaitsThereIsNotToldOnceItIsOver() throws Exception {
    try (DeliveryHarness harness = new DeliveryHarness(outside, CHANNELS).begin(null, NOW)) {
      fallBack(harness, "a").land(SendResult.retry(503, "HTTP 503", 0));
      hear(harness, changed("a", GroupStatus.RESOLVED, 2)).until(NOW + HOUR);

      assertThat(paged()).containsExactly("OPEN null");
      assertThat(outside.log)
          .extracting(delivery -> delivery.channel() + " " + delivery.status())
          .containsExactly("ops GIVEN_UP", "pager RETRYING", "pager SKIPPED");
    }
  }

  @Test
  void itIgnoresTheChangesOfGroupsThatItWasNotToldAbout() throws Exception {
    try (DeliveryHarness harness = new DeliveryHarness(outside, CHANNELS).begin(null, NOW)) {
      harness.in(ChannelInput.of(opened("a"), false)).land(SendResult.sent(200, "m"));
      hear(harness, changed("a", GroupStatus.ACKNOWLEDGED, 2));
      harness.checkpoint();
      assertThat(harness.groups()).isEqualTo(1);
      assertThat(paged()).isEmpty();
    }
  }

  @Test
  void itKnowsThatAGroupIsOverBeforeItIsToldAboutIt() throws Exception {
    try (DeliveryHarness harness = new DeliveryHarness(outside, CHANNELS).begin(null, NOW)) {
      hear(harness, changed("a", GroupStatus.RESOLVED, 2)).until(NOW + HOUR / 2);
      harness.in(ChannelInput.of(opened("a").elsewhere("pager"), false));

      assertThat(paged()).isEmpty();
      assertThat(outside.log).extracting(Delivery::status).containsExactly(Status.SKIPPED);
    }
  }

  @Test
  void whatItIsNeverToldAboutItForgetsAfterAnHour() throws Exception {
    try (DeliveryHarness harness = new DeliveryHarness(outside, CHANNELS).begin(null, NOW)) {
      hear(harness, changed("a", GroupStatus.RESOLVED, 2));
      harness.checkpoint();
      assertThat(harness.groups()).as("channels that know it").isEqualTo(2);

      harness.until(NOW + HOUR / 2);
      hear(harness, changed("a", GroupStatus.RESOLVED, 3));
      harness.until(NOW + 2 * HOUR).checkpoint();
      assertThat(harness.groups()).as("only who was told in the first place").isEqualTo(1);
    }
  }

  @Test
  void countsAreForThoseWhoWereToldInTheFirstPlace() throws Exception {
    List<ChannelInput> inputs = new ArrayList<>();
    new FanOutChanges().flatMap(count("a", 1, 7), into(inputs));

    assertThat(inputs).extracting(ChannelInput::key).containsExactly("default/ops");
  }
}
