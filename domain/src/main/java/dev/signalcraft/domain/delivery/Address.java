// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

/** How a channel is reached. */
public sealed interface Address
    permits EmailAddress, LogAddress, PagerDutyAddress, SlackAddress, WebhookAddress {
  /** The type as documents write it. */
  String type();

  /**
   * Whether something stands there that changes of a group bring up to date without telling
   * anybody: a message in Slack, an incident of PagerDuty.
   */
  default boolean followsChanges() {
    return false;
  }

  /** The most notifications that one digest takes there. */
  default int maxDigest() {
    return 500;
  }
}
