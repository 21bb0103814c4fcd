// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.routing.RegularExpression;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubbingTest {
  private static Scrubbing of(String... patterns) {
    return new Scrubbing(
        List.of(patterns).stream().map(RegularExpression::compile).toList(), Set.of("customer"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cust-[0-9]+ | cust-1 and cust-22, not cust-x | [scrubbed] and [scrubbed], not cust-x",
        "[a-z.]+@[a-z.]+ | to ann@shop.example | to [scrubbed]",
        "(?i)acct \\d{4} | ACCT 1234 token=abc | [scrubbed] token=[scrubbed]",
        "a* | banana | b[scrubbed]n[scrubbed]n[scrubbed]",
      })
  void whatAPatternFindsIsTakenOut(String pattern, String text, String clean) {
    assertThat(of(pattern).scrub(text)).isEqualTo(clean);
  }

  @Test
  void eachPatternActsAndATextWithoutAnyIsTheSameObject() {
    Scrubbing two = of("one", "two");
    String text = "nothing to see";

    assertThat(two.scrub("two ones")).isEqualTo("[scrubbed] [scrubbed]s");
    assertThat(two.scrub(text)).isSameAs(text);
    assertThat(two.scrubOrNull(null)).isNull();
  }

  @Test
  void aHundredSecretsInAnOrdinaryTextAreTakenOneByOne() {
    String text = "{\"customer\": \"cust-1234\", \"note\": \"late by an hour\"}, ".repeat(100);

    assertThat(of("\\bcust-[0-9]+\\b").scrub(text))
        .isEqualTo(text.replace("cust-1234", "[scrubbed]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a(.*b)?", "a|a.*b", "(a|b.*c)", "aaaaaaaaaaaaaaaaaaaa(.*z)?", "a{1,9}(.*z)?"})
  void aMebibyteMadeToHurtTakesLittleTimeAndLeavesNothing(String pattern) {
    Scrubbing scrubbing = of(pattern);
    scrubbing.scrub("a".repeat(10_000));
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    String clean = scrubbing.scrub("a".repeat(1 << 20));
    long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;

    assertThat(clean).doesNotContain("aa");
    assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void everyFieldOfAnEventIsScrubbed() throws Rejection {
    AlertEvent event =
        new EventDraft("default", "shop", 0)
            .by(new Workspace(ZoneOffset.UTC, "live", of("cust-[0-9]+"), 600))
            .title("failed for cust-1")
            .message("cust-2")
            .file("cust-3/x.py")
            .link("https://x.example/cust-4")
            .fingerprint("cust-5")
            .sourceEventId("cust-6")
            .tag("Customer", "ann")
            .tag("account", "cust-7")
            .tag("occurred-at", "cust-8")
            .build();

    assertThat(event.toString()).doesNotContain("cust-", "ann");
    assertThat(event.tags()).containsEntry("Customer", Scrubber.SCRUBBED);
    assertThat(event.environment()).isEqualTo("live");
  }
}
