// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;

/** The Kafka that the gateway is pointed at. */
public final class Brokers {
  private final Properties client;

  /** Brokers that clients with these properties reach. */
  public Brokers(Properties client) {
    this.client = client;
  }

  /** What a client begins with, its own to add to. */
  public Properties client() {
    Properties copy = new Properties();
    copy.putAll(client);
    return copy;
  }

  /**
   * Whether the addresses are well written and none of their names is known now. That passes: where
   * programs start together, a name is known when its program runs.
   */
  public boolean unresolved() {
    for (String address : client.getProperty("bootstrap.servers", "").split(",", -1)) {
      String host = Utils.getHost(address.strip());
      if (host == null || Utils.getPort(address.strip()) == null || resolves(host)) {
        return false;
      }
    }
    return true;
  }

  private static boolean resolves(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
