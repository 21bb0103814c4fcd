// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"password\":\"hunter2\",\"user\":\"ann\"} | {\"password\":\"[scrubbed]\",\"user\":\"ann\"}",
        "{\"db_passwd\" : \"a\\\"b\", \"x\":1} | {\"db_passwd\" : \"[scrubbed]\", \"x\":1}",
        "{\\\"apiKey\\\":\\\"abc\\\",\\\"x\\\":1} | {\\\"apiKey\\\":\\\"[scrubbed]\\\",\\\"x\\\":1}",
        "{\"token\":12345,\"x\":1} | {\"token\":[scrubbed],\"x\":1}",
        "{\"token\":null,\"x\":1} | {\"token\":null,\"x\":1}",
        "{\"secrets\":[\"a]\",{\"b\":1}],\"x\":1} | {\"secrets\":[scrubbed],\"x\":1}",
        "[\"Authorization\",\"Basic dTpw\"] | [\"Authorization\",\"[scrubbed]\"]",
        "{\"key\":\"password\",\"value\":\"hunter2\"} | {\"key\":\"password\",\"value\":\"[scrubbed]\"}",
        "login failed: password=hunter2 for ann | login failed: password=[scrubbed] for ann",
        "PASSWORD: hunter2, ok | PASSWORD: [scrubbed], ok",
        "{password=hunter2, user=ann} | {password=[scrubbed], user=ann}",
        "Set-Cookie: a=b; Path=/ | Set-Cookie: [scrubbed]",
        "Cookie: a=b; c=d | Cookie: [scrubbed]",
        "Authorization: Basic dTpw | Authorization: [scrubbed]",
        "x-api-key: abc | x-api-key: [scrubbed]",
        "AWS_SECRET_ACCESS_KEY=abc/def+g | AWS_SECRET_ACCESS_KEY=[scrubbed]",
        "spring.password.value=abc | spring.password.value=[scrubbed]",
        "private_key: abc | private_key: [scrubbed]",
        "sent Bearer abc.def-1 to it | sent Bearer [scrubbed] to it",
        "token: Bearer abcdef | token: [scrubbed] [scrubbed]",
        "jwt eyJhbGciOiJI.eyJzdWIiOiIx.SflKxw end | jwt [scrubbed] end",
        "postgres://ann:hunter2@db:5432/shop | postgres://[scrubbed]@db:5432/shop",
        "https://x.example/a?key=abc&b=1 | https://x.example/a?key=[scrubbed]&b=1",
        "https://x.example/a?b=1&access_token=abc#f | https://x.example/a?b=1&access_token=[scrubbed]",
        "https://x.example/a?X-Amz-Signature=abc&b=1 | https://x.example/a?X-Amz-Signature=[scrubbed]&b=1",
        "key sk_live_abcdefgh1 | key [scrubbed]",
        "our sc_0123456789abcdef | our [scrubbed]",
        "ghp_0123456789abcdef! | [scrubbed]!",
        "xoxb-12345-67890-abc | [scrubbed]",
        "id AKIAIOSFODNN7EXAMPLE. | id [scrubbed].",
        "a -----BEGIN RSA PRIVATE KEY-----\\nMII\\n-----END RSA PRIVATE KEY----- b | a [scrubbed] b",
        "cut -----BEGIN EC PRIVATE KEY-----\\nMII | cut [scrubbed]",
      })
  void whatLooksLikeASecretIsTakenOut(String text, String clean) {
    assertThat(Scrubber.scrub(text)).isEqualTo(clean);
    assertThat(Scrubber.scrub(clean)).as("scrubbed twice").isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KeyError: 'basket'",
        "SyntaxError: Unexpected token < in JSON at position 0",
        "authorization failed for ann",
        "p95 of checkout is 2300 ms through the high road",
        "https://sentry.example/organizations/acme/issues/9001/?project=7",
        "eyJ is how it begins",
        "TokenExpiredError: jwt expired",
        "com.example.InvalidTokenException : no such user",
        "at refresh (src/auth/token.ts:12:5)",
        "task_queue sk_ sc_ AKIA"
      })
  void whatDoesNotIsLeftAlone(String text) {
    assertThat(Scrubber.scrub(text)).isSameAs(Scrubber.scrub(text)).isEqualTo(text);
  }

  @Test
  void aTextWithoutSuspicionIsTheSameObject() {
    String text = "NullPointerException in checkout";
    assertThat(Scrubber.scrub(text)).isSameAs(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "token ",
        "password=",
        "token\"",
        "secret=\"\\",
        "secret=[{\"",
        "bearer ",
        "bearer a",
        "eyJ",
        "eyJaaaaaa.",
        "://",
        "://a",
        "?key",
        "?a-",
        "&aaaaauth",
        "&key=",
        "-----BEGIN ",
        "-----BEGIN -----END ",
        "sk_",
        "xoxb-",
        "AKIA",
        "cookie: ",
        "cookie\\\\\"",
        "token\\\\\\\":\\\\\\\""
      })
  void aMebibyteMadeToHurtTakesNoTime(String piece) {
    String text = piece.repeat((1 << 20) / piece.length());
    Scrubber.scrub(text.substring(0, 10_000));
    long start = cpuNanos();
    Scrubber.scrub(text);
    Scrubber.scrub("token=" + text);
    assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void everyFieldOfAnEventIsScrubbed() throws Rejection {
    AlertEvent event =
        new EventDraft("default", "shop", 0)
            .title("failed with password=hunter2")
            .message("Bearer hunter2-hunter2")
            .file("https://ann:hunter2@git.example/x.py")
            .link("https://x.example/?token=hunter2")
            .fingerprint("token=hunter2")
            .sourceEventId("token=hunter2")
            .tag("db.password", "hunter2")
            .tag("command", "mysql --password=hunter2")
            .tag("occurred-at", "token=hunter2")
            .build();
    assertThat(event.toString()).doesNotContain("hunter2");
    assertThat(event.tags()).containsEntry("db.password", Scrubber.SCRUBBED);
  }

  /** Time of this thread only: a busy machine must not fail the test. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
