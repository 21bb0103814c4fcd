// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.functions.delivery.Senders;
import java.util.HashMap;
import java.util.Map;

/**
 * The ways to channels of each type.
 *
 * @param keysetFile opens the secrets of channels, on the TaskManager; empty for none
 * @param secretsDirectory where secrets in files lie there
 * @param allowsPrivate whether channels that say so may lead to private addresses
 */
record ChannelSenders(String keysetFile, String secretsDirectory, boolean allowsPrivate)
    implements Senders {
  @Override
  public Map<String, Sender> open() {
    Map<String, Sender> senders = new HashMap<>();
    senders.put("log", new LogSender());
    Sender remote =
        new RemoteSender(
            Secrets.read(keysetFile, secretsDirectory, System.getenv()), allowsPrivate);
    for (String type : RemoteSender.TYPES) {
      senders.put(type, remote);
    }
    return senders;
  }
}
