// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
  private static final int FIRST_CHOICE = 20_000;
  private static final int AFTER_LAST_CHOICE = 32_000;
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /**
   * The port itself, or a free one where it is 0. That one lies below those that operating systems
   * give to outgoing connections, so no connection takes it before the server listens, nor while
   * the server is away for a restart.
   */
  public static int resolve(int port) {
    if (port != 0) {
      return port;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST_CHOICE, AFTER_LAST_CHOICE);
      if (canListen(candidate)) {
        return candidate;
      }
    }
    throw new StartFault(
        "no free port was found from %d to %d: stop what listens there or choose the ports"
            .formatted(FIRST_CHOICE, AFTER_LAST_CHOICE - 1));
  }

  /**
   * Makes sure that there can be such a port.
   *
   * @throws StartFault where it is no number from 0 to 65535
   */
  public static void requireValid(int port, String setting) {
    if (port < 0 || port > 65_535) {
      throw new StartFault(
          "%d is no port: give %s a number from 1 to 65535, or 0 for a free one"
              .formatted(port, setting));
    }
  }

  /**
   * Makes sure that a server can listen on the port.
   *
   * @param setting the setting that chooses another one, such as {@code --kafka-port}
   * @throws StartFault where something listens there already or it may not be used
   */
  public static void requireFree(int port, String setting) {
    requireValid(port, setting);
    if (port == 0) {
      return;
    }
    try {
      tryListen(port);
    } catch (IOException e) {
      throw new StartFault(
          "port %d is in use or not allowed: stop what listens there or choose another with %s"
              .formatted(port, setting),
          e);
    }
  }

  private static boolean canListen(int port) {
    try {
      tryListen(port);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void tryListen(int port) throws IOException {
    // With address reuse, as the servers do: connections of an earlier run may linger.
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }
}
