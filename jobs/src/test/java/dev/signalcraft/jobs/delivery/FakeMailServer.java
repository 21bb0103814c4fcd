// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server on loopback that says what it is told to, with STARTTLS where it has TLS. */
final class FakeMailServer implements AutoCloseable {
  private final ServerSocket server;
  private final SSLContext tls;
  private final String toUsers;
  private final List<String> toRecipients;
  private volatile Duration dataTakes = Duration.ZERO;

  /** What clients said; behind STARTTLS with a mark. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  FakeMailServer(SSLContext tls, String toUsers, String... toRecipients) {
    this.tls = tls;
    this.toUsers = toUsers;
    this.toRecipients = List.of(toRecipients);
    try {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** It has a mail for so long before it says so. */
  FakeMailServer taking(Duration time) {
    dataTakes = time;
    return this;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        say(client, "220 hi");
        if (talk(client, "")) {
          SSLSocket secret =
              (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
          secret.setUseClientMode(false);
          talk(secret, "tls ");
        }
      } catch (IOException e) {
        // The client or the server has gone.
      }
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  /** Whether the client wants TLS now. */
  private boolean talk(Socket client, String mark) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    int recipient = 0;
    boolean data = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (data && !line.equals(".")) {
        continue;
      }
      heard.add(mark + line);
      if (data && !dataTakes.isZero()) {
        new CompletableFuture<Void>()
            .completeOnTimeout(null, dataTakes.toMillis(), TimeUnit.MILLISECONDS)
            .join();
      }
      data = line.equals("DATA");
      if (line.equals("STARTTLS")) {
        say(client, "220 go");
        return true;
      }
      if (line.startsWith("EHLO")) {
        say(client, "250-hi");
        say(client, tls != null && mark.isEmpty() ? "250 STARTTLS" : "250 AUTH PLAIN");
      } else if (line.startsWith("AUTH")) {
        say(client, toUsers);
      } else if (line.startsWith("RCPT")) {
        say(client, toRecipients.get(recipient++));
      } else {
        say(client, data ? "354 go on" : "250 ok");
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
