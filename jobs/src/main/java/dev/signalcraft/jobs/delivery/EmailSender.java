// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.Channel;
import dev.signalcraft.domain.delivery.EmailAddress;
import dev.signalcraft.domain.delivery.EmailMessage;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.secret.SecretReference;
import dev.signalcraft.domain.secret.Secrets;
import jakarta.mail.MessagingException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends mail. An SMTP session holds a thread; a mail that waits for one for too long is tried again
 * later, so that a session which begins has time to hear that its mail was taken.
 */
final class EmailSender implements AutoCloseable {
  private final Lookups lookups;
  private final Secrets secrets;
  private final Duration timeout;
  private final SSLSocketFactory tls;
  private final HostLanes sessions = new HostLanes("delivery-mail");

  /** Sends mail to servers that are trusted by this factory. */
  EmailSender(Lookups lookups, Secrets secrets, Duration timeout, SSLSocketFactory tls) {
    this.lookups = lookups;
    this.secrets = secrets;
    this.timeout = timeout;
    this.tls = tls;
  }

  CompletableFuture<SendResult> send(Send send, EmailAddress email) {
    if (send.told().isEmpty()) {
      // What was mailed cannot be brought up to date.
      return CompletableFuture.completedFuture(SendResult.sent(0, null));
    }
    SecretReference reference = email.password();
    String password =
        reference == null
            ? null
            : reference.resolve(secrets, send.workspace(), Channel.KIND, send.channelName());
    EmailMessage message = EmailMessage.of(send);
    SmtpSession session = new SmtpSession(email, password, timeout, tls);
    CompletableFuture<SendResult> result = new CompletableFuture<>();
    CompletableFuture<Boolean> turn = new CompletableFuture<>();
    var unused =
        lookups
            .find(email.host(), email.allowPrivate())
            .thenAccept(
                addresses ->
                    sessions.run(
                        email.host() + ":" + email.port(),
                        () -> {
                          if (turn.complete(true)) {
                            deliver(session, next(addresses, send), send.id(), message, result);
                          }
                        }))
            .whenComplete(
                (nothing, fault) -> {
                  if (fault != null) {
                    result.completeExceptionally(fault);
                  }
                });
    var unusedTurn =
        turn.orTimeout(timeout.multipliedBy(2).dividedBy(5).toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (begun, fault) -> {
                  if (fault != null) {
                    result.completeExceptionally(fault);
                  }
                });
    return result
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (sent, fault) -> {
              if (fault != null) {
                session.abort();
              }
            });
  }

  private static InetAddress next(List<InetAddress> addresses, Send send) {
    return addresses.get(Math.floorMod(send.attempt() - 1, addresses.size()));
  }

  private static void deliver(
      SmtpSession session,
      InetAddress address,
      String id,
      EmailMessage message,
      CompletableFuture<SendResult> result) {
    if (result.isDone()) {
      return;
    }
    try {
      result.complete(session.send(address, id, message));
    } catch (MessagingException e) {
      result.complete(SmtpFault.result(e));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }
}
