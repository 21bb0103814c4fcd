// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.jobs.delivery.FakeReceiver.hangUp;
import static dev.signalcraft.jobs.delivery.FakeReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.delivery.Send;
import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.delivery.SendResult.Outcome;
import dev.signalcraft.domain.delivery.Sends;
import dev.signalcraft.domain.delivery.WebhookBody;
import dev.signalcraft.domain.delivery.WebhookSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSenderTest {
  private final FakeReceiver receiver = new FakeReceiver();
  private final Attempts attempts = new Attempts();

  @AfterEach
  void close() {
    attempts.close();
    receiver.close();
  }

  private Send send(String more) {
    return Sends.to(
            "{type: webhook, url: '%s/hook?a=b', allowPrivate: true%s}"
                .formatted(receiver.url(), more))
        .of(told("checkout"));
  }

  @Test
  void aReceiverGetsTheBodyItsHeadersAndItsSignature() {
    Send send = send(", secret: 'env:SECRET', headers: {X-Team: shop, Authorization: 'env:TOKEN'}");

    assertThat(attempts.result(send)).isEqualTo(SendResult.sent(200, null));

    FakeReceiver.Call call = receiver.calls.get(0);
    assertThat(call.path()).isEqualTo("/hook?a=b");
    assertThat(call.body()).isEqualTo(WebhookBody.of(send));
    assertThat(call.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
    assertThat(call.header("Content-Type")).startsWith("application/json");
    assertThat(call.header("X-Team")).isEqualTo("shop");
    assertThat(call.header("Authorization")).isEqualTo("xoxb-T0P");
    long second = Long.parseLong(call.header("webhook-timestamp"));
    assertThat(Instant.ofEpochSecond(second)).isCloseTo(Instant.now(), within(60));
    assertThat(
            WebhookSignature.headers(send.id(), second, call.body(), "whsec_c2VjcmV0")
                .get("webhook-signature"))
        .isEqualTo(call.header("webhook-signature"));
    assertThat(call.header("webhook-id")).isEqualTo(send.id());
  }

  private static org.assertj.core.data.TemporalUnitOffset within(int seconds) {
    return org.assertj.core.api.Assertions.within(seconds, java.time.temporal.ChronoUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "200,SENT", "202,SENT", "204,SENT", "301,FAILED", "302,FAILED", "307,FAILED", "400,REFUSED",
    "401,FAILED", "404,FAILED", "408,RETRY", "410,FAILED", "413,REFUSED", "422,REFUSED",
        "425,RETRY",
    "429,RETRY", "500,RETRY", "502,RETRY", "503,RETRY", "504,RETRY"
  })
  void theStatusSaysWhatCameOfIt(int status, Outcome outcome) {
    receiver.answers(status(status, "", "Location", receiver.url() + "/elsewhere"));

    SendResult result = attempts.result(send(""));

    assertThat(result.outcome()).isEqualTo(outcome);
    assertThat(result.httpStatus()).isEqualTo(status);
    assertThat(receiver.calls).hasSize(1);
  }

  @Test
  void whoeverAsksToWaitIsWaitedFor() {
    receiver.answers(
        status(429, "slow down\nplease\u0007", "Retry-After", "7"),
        status(503, "", "Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"),
        status(503, "", "Retry-After", "soon"),
        status(503, "", "Retry-After", "999999"),
        status(503, "", "Retry-After", "99999999999999999999"));

    assertThat(attempts.result(send("")))
        .isEqualTo(SendResult.retry(429, "HTTP 429: slow down please", 7_000));
    assertThat(attempts.result(send("")).retryAfterMillis()).isZero();
    assertThat(attempts.result(send("")).retryAfterMillis()).isZero();
    assertThat(attempts.result(send("")).retryAfterMillis()).isEqualTo(3_600_000);
    assertThat(attempts.result(send("")).retryAfterMillis()).isEqualTo(3_600_000);
  }

  @Test
  void anErrorTellsNoSecretThatTheReceiverRepeats() {
    receiver.answers(status(403, "who is xoxb-T0P?"));

    assertThat(attempts.result(send(", headers: {Authorization: 'env:TOKEN'}")))
        .isEqualTo(SendResult.failed(403, "HTTP 403: who is …?"));
  }

  @Test
  void aUrlThatIsASecretIsReadWhenItIsSentAndToldToNobody() {
    receiver.answers(
        status(200, ""), status(404, "no T0P5ECRET at /hook/T0P5ECRET?key=v4lue or v4lue"));
    Send send =
        Sends.to("{type: webhook, url: 'env:HOOK', allowPrivate: true}").of(told("checkout"));
    attempts.knowing("HOOK", receiver.url() + "/hook/T0P5ECRET?key=v4lue");

    assertThat(attempts.result(send)).isEqualTo(SendResult.sent(200, null));
    assertThat(receiver.calls.get(0).path()).isEqualTo("/hook/T0P5ECRET?key=v4lue");
    assertThat(attempts.result(send)).isEqualTo(SendResult.failed(404, "HTTP 404: no … at … or …"));

    attempts.knowing("HOOK", "ftp://T0P5ECRET");
    assertThat(attempts.result(send))
        .isEqualTo(SendResult.failed(0, "spec.url: write a URL that begins with https://"));
  }

  @Test
  void aSecretUrlLeadsInsideNoMoreThanAnyOther() {
    attempts.knowing("HOOK", receiver.url() + "/");

    assertThat(attempts.result(Sends.to("{type: webhook, url: 'env:HOOK'}").of(told("a"))))
        .isEqualTo(
            SendResult.failed(
                0,
                "spec.url: leads to a private address; say allowPrivate: true if that is meant"));
    assertThat(receiver.calls).isEmpty();
  }

  @Test
  void whoeverSaysNothingIsTriedAgain() {
    receiver.answers(receiver.silence());

    assertThat(attempts.result(send(""))).isEqualTo(SendResult.retry(0, "no answer in time", 0));
  }

  @Test
  void whoeverHangsUpIsTriedAgain() {
    receiver.answers(hangUp());

    assertThat(attempts.result(send("")).outcome()).isEqualTo(Outcome.RETRY);
  }

  @Test
  void whoeverSaysYesAndFallsSilentHasIt() {
    receiver.answers(receiver.half(200, "{"), receiver.half(500, "oops"));

    assertThat(attempts.result(send(""))).isEqualTo(SendResult.sent(200, null));
    assertThat(attempts.result(send(""))).isEqualTo(SendResult.retry(500, "HTTP 500: oops", 0));
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() {
    receiver.answers(status(200, "x".repeat(5_000_000)));

    assertThat(attempts.result(send(""))).isEqualTo(SendResult.sent(200, null));
  }

  @Test
  void aPortThatNobodyListensOnIsTriedAgain() {
    receiver.close();

    assertThat(attempts.result(send("")).outcome()).isEqualTo(Outcome.RETRY);
  }

  @Test
  void theNextSendTakesTheConnectionOfTheLast() {
    for (int i = 0; i < 5; i++) {
      assertThat(attempts.result(send("")).outcome()).isEqualTo(SendResult.Outcome.SENT);
    }

    assertThat(receiver.calls.stream().map(FakeReceiver.Call::from).distinct()).hasSize(1);
  }

  @Test
  void aSecretThatIsMissingFailsWithItsPlace() {
    assertThat(attempts.result(send(", secret: 'env:NONE'")))
        .isEqualTo(
            SendResult.failed(
                0,
                "spec.secret: env: the environment has no variable of this name; set it and start"
                    + " again"));
    assertThat(attempts.result(send(", headers: {Authorization: 'file:/none'}")).error())
        .startsWith("spec.headers: file: lies outside of secrets-directory");
    assertThat(receiver.calls).isEmpty();
  }

  @Test
  void aSlowReceiverHoldsUpNoOther() throws Exception {
    try (FakeReceiver quick = new FakeReceiver();
        Attempts patient =
            new Attempts(Duration.ofSeconds(20), java.net.InetAddress::getAllByName, null)) {
      receiver.always(receiver.silence());
      List<CompletableFuture<SendResult>> slow = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        slow.add(patient.started(send("")));
      }
      Send send =
          Sends.to("{type: webhook, url: '%s', allowPrivate: true}".formatted(quick.url()))
              .of(told("a"));

      assertThat(patient.started(send).get(5, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.SENT);
      assertThat(slow).noneMatch(CompletableFuture::isDone);
    }
  }
}
