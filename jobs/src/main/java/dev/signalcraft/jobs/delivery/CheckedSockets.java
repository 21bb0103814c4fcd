// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/** Sockets that lead to one checked address, whatever name they are asked to connect to. */
final class CheckedSockets extends SocketFactory {
  /** Hears of each socket before it connects. */
  @FunctionalInterface
  interface Opened {
    void opened(Socket socket) throws IOException;
  }

  private final InetAddress address;
  private final Opened opened;

  CheckedSockets(InetAddress address, Opened opened) {
    this.address = address;
    this.opened = opened;
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket =
        new Socket() {
          @Override
          public void connect(SocketAddress endpoint, int timeout) throws IOException {
            int port = ((InetSocketAddress) endpoint).getPort();
            super.connect(new InetSocketAddress(address, port), timeout);
          }
        };
    opened.opened(socket);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(address, port), 0);
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return createSocket(host.getHostAddress(), port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }
}
