// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.grouping.GroupStatus;

/** How a channel is reached. */
public sealed interface Address
    permits EmailAddress, LogAddress, PagerDutyAddress, SlackAddress, WebhookAddress {
  /** The most notifications in one digest of any channel. */
  int MAX_DIGEST = 500;

  /** The type as documents write it. */
  String type();

  /**
   * Whether something stands there that is brought to this state of a group without telling
   * anybody: a message in Slack, an incident of PagerDuty.
   */
  default boolean follows(GroupStatus status) {
    return false;
  }

  /** The most notifications that one digest takes there. */
  default int maxDigest() {
    return MAX_DIGEST;
  }
}
