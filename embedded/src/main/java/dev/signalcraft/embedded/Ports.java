// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback interface. */
public final class Ports {
  private Ports() {}

  /** The port itself, or a free one chosen by the operating system where it is 0. */
  public static int resolve(int port) {
    if (port != 0) {
      return port;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    // With address reuse, as the servers do: connections of an earlier run may linger.
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new StartFault(
          "port %d is in use or not allowed: stop what listens there or choose another with %s"
              .formatted(port, setting),
          e);
    }
  }
}
