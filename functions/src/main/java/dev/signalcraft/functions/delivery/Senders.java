// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.delivery.Sender;
import java.io.Serializable;
import java.util.Map;

/** The ways to channels, built where they are used. */
@FunctionalInterface
public interface Senders extends Serializable {
  /** Builds them, by the type of channel; who asks closes them. */
  Map<String, Sender> open();
}
