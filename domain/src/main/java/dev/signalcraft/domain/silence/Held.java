// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.routing.Notification;
import java.util.Map;

/**
 * What an inhibitor keeps from being told about one group.
 *
 * @param byChannel what each channel would be told, the newest of several; by {@link
 *     Notification#place}
 * @param untold channels that know nothing of the group, because all was held: true
 * @param over whether the group is over: nothing of it is asked again
 */
public record Held(Map<String, Notification> byChannel, Map<String, Boolean> untold, boolean over) {
  public Held {
    byChannel = byChannel == null ? Map.of() : byChannel;
    untold = untold == null ? Map.of() : untold;
  }
}
