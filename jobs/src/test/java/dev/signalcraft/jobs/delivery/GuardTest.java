// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.Sends;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a URL may lead: what is checked is what is connected to. */
class GuardTest {
  private static final Duration TIMEOUT = Duration.ofMillis(1_500);
  private static final SendResult FORBIDDEN =
      SendResult.failed(0, "leads to a private address; say allowPrivate: true if that is meant");

  private final FakeReceiver inside = new FakeReceiver();

  @AfterEach
  void close() {
    inside.close();
  }

  private static Attempts by(Lookups.Resolver resolver) {
    return new Attempts(TIMEOUT, resolver, null);
  }

  private Send to(String type) {
    String spec =
        switch (type) {
          case "slack" -> "token: 'env:TOKEN', channel: C1, apiUrl: 'http://name.example:%d/'";
          case "pagerduty" -> "routingKey: 'env:KEY', url: 'http://name.example:%d/'";
          case "email" -> "host: name.example, port: %d, security: none, from: a@b.c, to: [d@e.f]";
          default -> "url: 'http://name.example:%d/'";
        };
    return Sends.to(("{type: " + type + ", " + spec + "}").formatted(inside.port())).of(told("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"slack", "pagerduty", "email", "webhook"})
  void aNameThatLeadsInsideIsConnectedToByNoChannel(String type) {
    try (Attempts attempts = by(host -> Attempts.at("127.0.0.1"))) {
      assertThat(attempts.result(to(type))).isEqualTo(FORBIDDEN);
    }
    assertThat(inside.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::ffff:10.0.0.1",
        "fd00::1",
        "100.64.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "::1",
        "2130706433"
      })
  void anAddressInsideIsForbiddenHoweverItIsFound(String address) {
    try (Attempts attempts = by(host -> Attempts.at(address))) {
      assertThat(attempts.result(to("webhook"))).isEqualTo(FORBIDDEN);
    }
  }

  private Send allowed() {
    return Sends.to(
            "{type: webhook, url: 'http://name.example:%d/', allowPrivate: true}"
                .formatted(inside.port()))
        .of(told("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "64:ff9b::a9fe:a9fe",
        "::a9fe:a9fe"
      })
  void noLeaveLeadsToTheMetadataOfACloud(String address) {
    try (Attempts attempts = by(host -> Attempts.at("127.0.0.1", address))) {
      SendResult never =
          SendResult.failed(
              0, "leads to a link-local or metadata address, which no channel reaches");
      assertThat(attempts.result(to("webhook"))).isEqualTo(never);
      assertThat(attempts.result(allowed())).isEqualTo(never);
    }
    assertThat(inside.calls).isEmpty();
  }

  @Test
  void aChannelAloneDoesNotGiveItselfLeave() {
    try (Attempts attempts = new Attempts(TIMEOUT, host -> Attempts.at("127.0.0.1"), false, null)) {
      assertThat(attempts.result(allowed()))
          .isEqualTo(
              SendResult.failed(
                  0,
                  "leads to a private address; start the delivery job with allow-private-receivers"
                      + " true if that is meant"));
      assertThat(attempts.result(to("webhook"))).isEqualTo(FORBIDDEN);
    }
    assertThat(inside.calls).isEmpty();
  }

  @Test
  void oneAddressInsideAmongOthersIsOneTooMany() {
    try (Attempts attempts = by(host -> Attempts.at("192.0.1.1", "127.0.0.1"))) {
      assertThat(attempts.result(to("webhook"))).isEqualTo(FORBIDDEN);
    }
  }

  @Test
  void aNameThatChangesItsMindIsNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    Send allowed =
        Sends.to(
                "{type: webhook, url: 'http://name.example:%d/', allowPrivate: true}"
                    .formatted(inside.port()))
            .of(told("a"));
    try (Attempts attempts =
        by(
            host ->
                new InetAddress[] {
                  InetAddress.getByName(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.99")
                })) {
      assertThat(attempts.result(allowed)).isEqualTo(SendResult.sent(200, null));
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void whatIsCheckedIsWhatIsGiven() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    InetAddress open = InetAddress.getByName("192.0.1.1");
    Lookups lookups =
        new Lookups(
            host -> Attempts.at(asked.getAndIncrement() == 0 ? "192.0.1.1" : "127.0.0.1"),
            true,
            Runnable::run);

    assertThat(lookups.find("name.example", false).get()).containsExactly(open);
    assertThat(lookups.find("name.example", false))
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withCauseInstanceOf(ForbiddenAddressException.class);
  }

  @Test
  void leaveIsOfOneChannelAndNotOfAConnection() {
    Send allowed =
        Sends.to(
                "{type: webhook, url: 'http://name.example:%d/', allowPrivate: true}"
                    .formatted(inside.port()))
            .of(told("a"));
    try (Attempts attempts = by(host -> Attempts.at("127.0.0.1"))) {
      assertThat(attempts.result(allowed)).isEqualTo(SendResult.sent(200, null));
      assertThat(attempts.result(to("webhook"))).isEqualTo(FORBIDDEN);
    }
    assertThat(inside.calls)
        .extracting(call -> call.header("Host"))
        .containsExactly("name.example:" + inside.port());
  }

  @Test
  void theCertificateIsThatOfTheNameAndNotOfTheAddress(@TempDir Path directory) {
    SSLContext tls = TestTls.of("receiver.example", directory);
    try (FakeReceiver secret = new FakeReceiver(tls);
        Attempts attempts =
            new Attempts(Duration.ofSeconds(10), host -> Attempts.at("127.0.0.1"), tls)) {
      String spec = "{type: webhook, url: 'https://%s:%d/', allowPrivate: true}";

      assertThat(
              attempts.result(
                  Sends.to(spec.formatted("other.example", secret.port())).of(told("a"))))
          .isEqualTo(
              SendResult.retry(0, "TLS: the receiver is not trusted or does not speak it", 0));
      assertThat(secret.calls).isEmpty();
      assertThat(
              attempts.result(
                  Sends.to(spec.formatted("receiver.example", secret.port())).of(told("a"))))
          .isEqualTo(SendResult.sent(200, null));
    }
  }

  @Test
  void eachAttemptTakesTheNextAddress() {
    Sends sends =
        Sends.to(
            "{type: webhook, url: 'http://name.example:%d/', allowPrivate: true}"
                .formatted(inside.port()));
    try (Attempts attempts = by(host -> Attempts.at("127.0.0.99", "127.0.0.1"))) {
      assertThat(attempts.result(sends.of(told("a"))).outcome())
          .isEqualTo(SendResult.Outcome.RETRY);
      assertThat(attempts.result(sends.attempt(2).of(told("a"))))
          .isEqualTo(SendResult.sent(200, null));
    }
  }

  @Test
  void aNameThatNobodyKnowsIsTriedAgain() {
    try (Attempts attempts =
        by(
            host -> {
              throw new UnknownHostException(host);
            })) {
      assertThat(attempts.result(to("webhook")))
          .isEqualTo(SendResult.retry(0, "the host is not known", 0));
    }
  }

  @Test
  void aSlowNameHoldsUpNoOtherHoweverOftenItIsWanted() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Lookups.Resolver resolver =
        host -> {
          try {
            if (host.equals("name.example")) {
              end.await();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Attempts.at("127.0.0.1");
        };
    Send quick =
        Sends.to(
                "{type: webhook, url: 'http://quick.example:%d/', allowPrivate: true}"
                    .formatted(inside.port()))
            .of(told("a"));
    try (Attempts attempts = by(resolver)) {
      List<CompletableFuture<SendResult>> slow =
          java.util.stream.Stream.generate(() -> attempts.started(to("webhook")))
              .limit(100)
              .toList();
      assertThat(attempts.started(quick).get(10, TimeUnit.SECONDS))
          .isEqualTo(SendResult.sent(200, null));
      for (CompletableFuture<SendResult> one : slow) {
        assertThat(one.get(10, TimeUnit.SECONDS))
            .isEqualTo(SendResult.retry(0, "no answer in time", 0));
      }
      end.countDown();
    }
  }
}
