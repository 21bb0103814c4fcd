// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.secret.Secrets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Senders with short patience, and what comes of an attempt. */
final class Attempts implements AutoCloseable {
  static final Map<String, String> ENVIRONMENT =
      Map.of("TOKEN", "xoxb-T0P", "KEY", "r0ut1ng", "SECRET", "whsec_c2VjcmV0", "PASSWORD", "pw");

  private final Map<String, String> environment = new ConcurrentHashMap<>(ENVIRONMENT);

  private final RemoteSender senders;

  Attempts() {
    this(Duration.ofMillis(1_500), InetAddress::getAllByName, null);
  }

  Attempts(Duration timeout, Lookups.Resolver resolver, SSLContext tls) {
    this(timeout, resolver, true, tls);
  }

  Attempts(Duration timeout, Lookups.Resolver resolver, boolean allowsPrivate, SSLContext tls) {
    senders =
        new RemoteSender(
            new Secrets(null, environment),
            timeout,
            timeout.multipliedBy(4),
            executor -> new Lookups(resolver, allowsPrivate, executor),
            tls);
  }

  /** With one more variable in the environment. */
  Attempts knowing(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** These addresses, written as numbers. */
  static InetAddress[] at(String... addresses) throws UnknownHostException {
    InetAddress[] all = new InetAddress[addresses.length];
    for (int i = 0; i < addresses.length; i++) {
      all[i] = InetAddress.getByName(addresses[i]);
    }
    return all;
  }

  SendResult result(Send send) {
    try {
      return started(send).get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Fails where {@code done} hears twice. */
  CompletableFuture<SendResult> started(Send send) {
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    senders.send(
        send,
        done -> {
          if (!result.complete(done)) {
            result.obtrudeException(new AssertionError("told twice"));
          }
        });
    return result;
  }

  @Override
  public void close() {
    senders.close();
  }
}
