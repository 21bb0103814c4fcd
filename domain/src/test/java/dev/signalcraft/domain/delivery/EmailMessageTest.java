// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static dev.signalcraft.domain.delivery.Sends.told;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.ingest.Events;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailMessageTest {
  private static final Sends OPS =
      Sends.to("{type: email, host: smtp.example.org, from: a@b.c, to: [d@e.f]}");

  @Test
  void aMailSaysTheSameInBothForms() {
    Send send =
        OPS.of(
            told(
                "{channel: ops, mention: '@oncall'}",
                Events.draft("checkout", "1", T0)
                    .title("Totals < 0 & \"falling\"")
                    .message("line 1\nline 2")
                    .link("https://s.example/1?a&b")));

    EmailMessage mail = EmailMessage.of(send);

    assertThat(mail.subject())
        .isEqualTo("[HIGH] opened: Totals < 0 & \"falling\" (shop/production)");
    assertThat(mail.text())
        .startsWith("HIGH: Totals < 0 & \"falling\"\nNew alert\n\nStatus: Open\nProject: shop\n")
        .contains("\nFirst seen: 2026-03-02 00:00 UTC\n", "\nFor: @oncall\n")
        .endsWith("\nline 1\nline 2\n");
    assertThat(mail.html())
        .contains(
            "<a href=\"https://s.example/1?a&amp;b\">Totals &lt; 0 &amp; &quot;falling&quot;</a>",
            "<pre>line 1\nline 2</pre>");
    assertThat(mail.thread()).isEqualTo(send.told().get(0).groupId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\r\nBcc: x@y.z", "\n\n<script>", "\u2028x", "\u202ex", "\u0085x", "\u0000x"})
  void nothingThatASenderWritesBeginsALineOfTheHead(String evil) {
    EmailMessage mail =
        EmailMessage.of(
            OPS.of(
                told(
                    "{channel: ops}",
                    Events.draft("a", "1", T0)
                        .title("t" + evil)
                        .project("p" + evil)
                        .environment("e" + evil))));

    assertThat(mail.subject()).doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u202e]");
    assertThat(mail.html()).doesNotContain("<script>");
  }

  @Test
  void whatIsNoLinkOfTheWebIsNone() {
    GroupStory story = Sends.story("{channel: ops}").at(T0, Events.event("a", "1", T0));
    String group = story.group(Events.event("a", "1", T0)).groupId();
    story.at(
        T0.plusSeconds(1),
        GroupStory.wish(group, "1").text("javascript:alert('1')").to(Action.RUNBOOK));
    List<AlertChange> changes = story.changes().stream().filter(c -> c.group() != null).toList();

    EmailMessage mail = EmailMessage.of(OPS.of(changes.get(changes.size() - 1)));

    assertThat(mail.html()).doesNotContain("href").contains("javascript:alert(&#39;1&#39;)");
  }

  @Test
  void aDigestListsAllOfThem() {
    EmailMessage mail =
        EmailMessage.of(
            OPS.of(
                told("a"),
                told("b"),
                told("{channel: ops, mention: '@ada'}", Events.draft("c", "1", T0))));

    assertThat(mail.subject()).isEqualTo("[HIGH] 3 notifications about 3 alerts");
    assertThat(mail.text())
        .contains(
            "\n- HIGH New alert: Broken a (shop/production), 1×, 2026-03-02 00:00 UTC\n",
            "\n- HIGH New alert: Broken b (shop/production), 1×, 2026-03-02 00:00 UTC\n");
    assertThat(mail.text()).endsWith("\n\nFor: @ada\n");
    assertThat(mail.html())
        .contains("<li>HIGH New alert: Broken b (shop/production)", "<p>For: @ada</p>");
    assertThat(mail.thread()).isNull();
  }
}
