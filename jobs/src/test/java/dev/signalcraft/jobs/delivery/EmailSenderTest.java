// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.SendResult.Outcome;
import dev.signalcraft.domain.delivery.Sends;
import dev.signalcraft.domain.ingest.Events;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailSenderTest {
  private static final SendResult NOT_TRUSTED =
      SendResult.retry(
          0,
          "the mail server's certificate is not trusted or is of another name; correct spec.host,"
              + " or have the Java of the delivery job trust it",
          0);

  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });
  private final Attempts attempts = new Attempts();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void close() {
    attempts.close();
    server.stop();
  }

  private static Sends to(int port, String more) {
    return Sends.to(
        "{type: email, host: 127.0.0.1, port: %d, from: alerts@example.org, to: [a@example.org, b@example.org], allowPrivate: true, %s}"
            .formatted(port, more));
  }

  private Send send(String more) {
    return to(server.getSmtp().getPort(), more).of(told("checkout"));
  }

  @Test
  void aMailArrivesInBothFormsForEveryone() throws Exception {
    Send send =
        to(server.getSmtp().getPort(), "security: none")
            .of(
                told(
                    "{channel: ops}", Events.draft("a", "1", T0).title("Größe <b>\r\nBcc: x@y.z")));

    SendResult result = attempts.result(send);

    String domain = "@example.org>";
    assertThat(result).isEqualTo(SendResult.sent(0, "<" + send.id() + domain));
    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails).hasSize(2);
    MimeMessage mail = mails[0];
    assertThat(mail.getMessageID()).isEqualTo(result.messageId());
    assertThat(mail.getSubject())
        .isEqualTo("[HIGH] opened: Größe <b>  Bcc: x@y.z (shop/production)");
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("a@example.org", "b@example.org");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(mail.getHeader("References"))
        .containsExactly("<" + send.told().get(0).groupId() + domain);
    assertThat(mail.getContentType()).startsWith("multipart/alternative");
    assertThat(GreenMailUtil.getBody(mail)).contains("text/plain", "text/html");
  }

  @Test
  void theSameMailHasTheSameIdAtEachAttempt() throws Exception {
    Sends sends = to(server.getSmtp().getPort(), "security: none");
    attempts.result(sends.of(told("a")));
    attempts.result(sends.attempt(2).of(told("a")));

    assertThat(server.getReceivedMessages()[0].getMessageID())
        .isEqualTo(server.getReceivedMessages()[3].getMessageID());
  }

  @Test
  void aServerWithoutTlsGetsNothingWhereTlsIsWanted() {
    SendResult none =
        SendResult.retry(
            0,
            "the mail server offers no STARTTLS; write security: tls where it begins with TLS, none"
                + " only where nobody listens between",
            0);
    assertThat(attempts.result(send("security: starttls"))).isEqualTo(none);
    assertThat(attempts.result(send("user: u, password: 'env:PASSWORD'"))).isEqualTo(none);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatIsNotTrustedGetsNothing() {
    Send send = to(server.getSmtps().getPort(), "security: tls").of(told("a"));

    assertThat(attempts.result(send)).isEqualTo(NOT_TRUSTED);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerThatDoesNotBeginWithTlsIsNamedSo() {
    SendResult result = attempts.result(send("security: tls"));

    assertThat(result.outcome()).isEqualTo(Outcome.RETRY);
    assertThat(result.error())
        .isEqualTo(
            "the mail server does not speak TLS that way; write security: starttls (usual at port"
                + " 587) or tls (at 465)");
  }

  @Test
  void aPortThatNobodyListensOnIsNamedSo() {
    int port = server.getSmtp().getPort();
    server.stop();

    assertThat(attempts.result(to(port, "security: none").of(told("a"))))
        .isEqualTo(
            SendResult.retry(
                0,
                "no mail server listens there; correct spec.host and spec.port, or open the"
                    + " firewall",
                0));
  }

  @ParameterizedTest
  @CsvSource({
    "550 no,550 no,FAILED,SMTP 550 to an address",
    "450 later,450 later,RETRY,SMTP 450 to an address",
    "250 ok,550 no,SENT,not to 1 of 2: b@example.org (550)",
    "450 later,250 ok,SENT,not to 1 of 2: a@example.org (450)",
    "250 ok,250 ok,SENT,"
  })
  void theServersWordSaysWhatCameOfIt(String a, String b, Outcome outcome, String error)
      throws IOException {
    try (FakeMailServer fake = new FakeMailServer(null, "", a, b)) {
      SendResult result = attempts.result(to(fake.port(), "security: none").of(told("a")));

      assertThat(result.outcome()).isEqualTo(outcome);
      assertThat(result.error()).isEqualTo(error);
    }
  }

  @Test
  void aServerThatThinksAboutAMailForLongerThanARequestTakesHasIt() throws IOException {
    try (FakeMailServer fake =
        new FakeMailServer(null, "", "250 ok", "250 ok").taking(Duration.ofMillis(2_500))) {
      SendResult result = attempts.result(to(fake.port(), "security: none").of(told("a")));

      assertThat(result.outcome()).isEqualTo(Outcome.SENT);
    }
    assertThat(RemoteSender.MAIL_TIMEOUT)
        .isGreaterThan(Duration.ofSeconds(40))
        .isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void aSlowServerHoldsUpNoOther() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Attempts patient = new Attempts(Duration.ofSeconds(5), InetAddress::getAllByName, null)) {
      List<CompletableFuture<SendResult>> slow = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        slow.add(patient.started(to(silent.getLocalPort(), "security: none").of(told("a" + i))));
      }

      assertThat(patient.started(send("security: none")).get(6, TimeUnit.SECONDS).outcome())
          .isEqualTo(Outcome.SENT);
      assertThat(slow).noneMatch(CompletableFuture::isDone);
    }
  }

  private static Send named(String host, int port) {
    return Sends.to(
            "{type: email, host: %s, port: %d, from: a@b.c, to: [d@e.f], allowPrivate: true, user: u, password: 'env:PASSWORD'}"
                .formatted(host, port))
        .of(told("a"));
  }

  private static Attempts trusting(SSLContext tls) {
    return new Attempts(Duration.ofSeconds(10), host -> Attempts.at("127.0.0.1"), tls);
  }

  @Test
  void aPasswordIsSaidBehindTlsToTheServerOfThisNameAlone(@TempDir Path directory)
      throws IOException {
    SSLContext tls = TestTls.of("mail.example", directory);
    try (FakeMailServer fake = new FakeMailServer(tls, "235 welcome", "250 ok");
        Attempts trusting = trusting(tls)) {
      assertThat(trusting.result(named("other.example", fake.port()))).isEqualTo(NOT_TRUSTED);
      assertThat(fake.heard).noneMatch(line -> line.contains("AUTH") || line.contains("MAIL"));

      assertThat(trusting.result(named("mail.example", fake.port())).outcome())
          .isEqualTo(Outcome.SENT);
      String secret =
          Base64.getEncoder().encodeToString("u\0u\0pw".getBytes(StandardCharsets.UTF_8));
      assertThat(fake.heard).contains("tls AUTH PLAIN " + secret, "tls MAIL FROM:<a@b.c>");
    }
  }

  @ParameterizedTest
  @CsvSource({"535 no,FAILED", "454 later,RETRY"})
  void aServerThatRefusesTheUserSaysForHowLong(
      String answer, Outcome outcome, @TempDir Path directory) throws IOException {
    SSLContext tls = TestTls.of("mail.example", directory);
    try (FakeMailServer fake = new FakeMailServer(tls, answer, "250 ok");
        Attempts trusting = trusting(tls)) {
      assertThat(trusting.result(named("mail.example", fake.port())).outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void aServerThatSaysNothingIsTriedAgainInTime() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long begin = System.nanoTime();

      assertThat(
              attempts.result(to(socket.getLocalPort(), "security: none").of(told("a"))).outcome())
          .isEqualTo(Outcome.RETRY);
      assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
    }
  }
}
