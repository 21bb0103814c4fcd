// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client sends. */
final class RawHttp {
  private RawHttp() {}

  /** The status of a request for a path that is sent as it stands. */
  static int status(int port, String path, Api as) throws Exception {
    String line = exchange(port, "GET " + path + " HTTP/1.1\r\n" + as.authorization());
    return Integer.parseInt(line.split(" ", 3)[1]);
  }

  /** Sends the beginning of a request and reads the answer until the connection ends. */
  static String exchange(int port, String start) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              (start + "Host: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answer.append(line).append('\n');
      }
      return answer.toString();
    }
  }
}
