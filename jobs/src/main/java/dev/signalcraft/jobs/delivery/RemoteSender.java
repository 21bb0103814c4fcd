// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.Address;
import dev.signalcraft.domain.delivery.EmailAddress;
import dev.signalcraft.domain.delivery.PagerDutyAddress;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sender;
import dev.signalcraft.domain.delivery.SlackAddress;
import dev.signalcraft.domain.delivery.WebhookAddress;
import dev.signalcraft.domain.secret.Secrets;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The way to channels of every type that is not in this process. A message is made and its secrets
 * are read on threads of its own, names are looked up on others, so that whoever sends waits for
 * nothing.
 */
public final class RemoteSender implements Sender {
  /** The types of channels that it reaches. */
  public static final List<String> TYPES = List.of("email", "pagerduty", "slack", "webhook");

  /** How long a request may take; an attempt makes three at most, one after the other. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * How long a mail may take. Servers that look into it say only afterwards that they have it, and
   * who does not hear that sends a copy. A send is given up after a minute.
   */
  static final Duration MAIL_TIMEOUT = Duration.ofSeconds(50);

  private static final int MAKERS = 2;
  private static final int WAITING = 10_000;
  private static final int LOOKUPS = 16;

  private final ThreadPoolExecutor makers = executor("delivery-send", MAKERS);
  private final ThreadPoolExecutor resolving = executor("delivery-dns", LOOKUPS);
  private final HttpChannels http;
  private final SlackSender slack;
  private final WebhookSender webhook;
  private final PagerDutySender pagerDuty;
  private final EmailSender email;

  /**
   * Senders that find secrets here.
   *
   * @param allowsPrivate whether channels that say so may lead to private addresses
   */
  public RemoteSender(Secrets secrets, boolean allowsPrivate) {
    this(
        secrets,
        TIMEOUT,
        MAIL_TIMEOUT,
        executor -> new Lookups(InetAddress::getAllByName, allowsPrivate, executor),
        null);
  }

  /**
   * Senders.
   *
   * @param looking how hosts are found, by these threads
   * @param tls whom to trust; null for those whom the runtime trusts
   */
  RemoteSender(
      Secrets secrets,
      Duration timeout,
      Duration mailTimeout,
      Function<Executor, Lookups> looking,
      @Nullable SSLContext tls) {
    Lookups lookups = looking.apply(resolving);
    http = new HttpChannels(lookups, timeout, tls);
    slack = new SlackSender(http, secrets);
    webhook = new WebhookSender(http, secrets, InstantSource.system());
    pagerDuty = new PagerDutySender(http, secrets);
    email =
        new EmailSender(
            lookups,
            secrets,
            mailTimeout,
            tls == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : tls.getSocketFactory());
  }

  /** Threads of this name that end when there is nothing to do. */
  static ThreadPoolExecutor executor(String name, int threads) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              // Libraries look for their parts in the jar of the job.
              thread.setContextClassLoader(RemoteSender.class.getClassLoader());
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public void send(Send send, Consumer<SendResult> done) {
    try {
      makers.execute(
          () -> {
            var unused =
                started(send)
                    .whenComplete(
                        (result, fault) ->
                            done.accept(fault == null ? result : Faults.result(fault)));
          });
    } catch (RejectedExecutionException e) {
      done.accept(Faults.result(e));
    }
  }

  private CompletableFuture<SendResult> started(Send send) {
    try {
      return start(send);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<SendResult> start(Send send) {
    Address address = send.channel().address();
    if (address instanceof SlackAddress its) {
      return slack.send(send, its);
    }
    if (address instanceof WebhookAddress its) {
      return webhook.send(send, its);
    }
    if (address instanceof PagerDutyAddress its) {
      return pagerDuty.send(send, its);
    }
    if (address instanceof EmailAddress its) {
      return email.send(send, its);
    }
    throw new IllegalArgumentException("spec.type: " + address.type() + " is not sent to here");
  }

  @Override
  public void close() {
    makers.shutdownNow();
    resolving.shutdownNow();
    email.close();
    http.close();
  }
}
