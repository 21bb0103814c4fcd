// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.secret.SecretReference;
import org.jspecify.annotations.Nullable;

/**
 * A service of PagerDuty, by the Events API v2.
 *
 * @param routingKey of the integration that takes the events
 */
public record PagerDutyAddress(SecretReference routingKey, WebUrl url, boolean allowPrivate)
    implements Address {
  static final String TYPE = "pagerduty";

  private static final String EVENTS = "https://events.pagerduty.com/v2/enqueue";
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable String type,
      @Nullable String routingKey,
      @Nullable String url,
      @Nullable Boolean allowPrivate,
      @Nullable RateSpec rate,
      @Nullable String maxAge) {}

  static Channel read(ConfigRecord document) {
    Spec spec = READER.read(document);
    boolean allowPrivate = Boolean.TRUE.equals(spec.allowPrivate());
    return new Channel(
        new PagerDutyAddress(
            SecretReference.of(spec.routingKey(), "routingKey"),
            WebUrl.read(spec.url() == null ? EVENTS : spec.url(), "spec.url", allowPrivate),
            allowPrivate),
        RateSpec.shaping(spec.rate(), spec.maxAge()));
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** An incident cannot be opened again without paging. */
  @Override
  public boolean follows(GroupStatus status) {
    return status != GroupStatus.OPEN;
  }

  /** Each group that is over is resolved by a request of its own. */
  @Override
  public int maxDigest() {
    return 20;
  }
}
