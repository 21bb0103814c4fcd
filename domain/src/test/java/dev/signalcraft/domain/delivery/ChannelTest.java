// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalcraft.domain.grouping.GroupStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTest {
  private static final String MAIL =
      "type: email, host: smtp.example.org, from: a@example.org, to: [b@example.org]";

  @Test
  void aChannelOfSlackHasWhatItNeeds() {
    Channel channel =
        Sends.channel("{type: slack, token: 'env:T', channel: C1, mentions: {'@oncall': S2}}");

    SlackAddress slack = (SlackAddress) channel.address();
    assertThat(channel.type()).isEqualTo("slack");
    assertThat(slack.token().text()).isEqualTo("env:T");
    assertThat(slack.mentions()).isEqualTo(Map.of("@oncall", "S2"));
    assertThat(slack.api().at("chat.postMessage"))
        .isEqualTo(new WebUrl("https", "slack.com", 443, "/api/chat.postMessage"));
    assertThat(channel.shaping()).isEqualTo(Shaping.USUAL);
  }

  @Test
  void howMuchItIsToldIsItsOwn() {
    assertThat(
            Sends.channel("{type: log, rate: {perMinute: 600, burst: 20}, maxAge: 5m}").shaping())
        .isEqualTo(new Shaping(600, 20, 300_000));
    assertThat(Sends.channel("{type: log, rate: {burst: 1}}").shaping())
        .isEqualTo(new Shaping(60, 1, 3_600_000));
  }

  @Test
  void aUrlIsTakenApart() {
    WebhookAddress webhook =
        (WebhookAddress)
            Sends.channel("{type: webhook, url: 'HTTPS://Receiver.Example:8443/a%20b?c=d#e'}")
                .address();

    assertThat(webhook.url())
        .isEqualTo(new WebUrl("https", "receiver.example", 8443, "/a%20b?c=d"));
    assertThat(webhook.secret()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/", "https://[::1]/", "http://100.100.100.201/",
        "https://[::ffff:10.0.0.1]/", "https://[fd00::1]:8443/", "http://100.64.1.1/",
        "http://0.0.0.0/"
      })
  void aUrlThatIsSeenToLeadInsideNeedsLeave(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sends.channel("{type: webhook, url: '%s'}".formatted(url)))
        .withMessage(
            "spec.url: leads to a private address; say allowPrivate: true if that is meant");
    assertThat(
            Sends.channel("{type: webhook, url: '%s', allowPrivate: true}".formatted(url)).type())
        .isEqualTo("webhook");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest", "http://169.254.1.2/", "https://[fe80::1]/",
        "https://[fd00:ec2::254]/", "http://168.63.129.16/", "http://100.100.100.200/",
        "https://[::ffff:169.254.169.254]/", "https://[64:ff9b::169.254.169.254]/"
      })
  void noLeaveLeadsToTheMetadataOfACloud(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Sends.channel("{type: webhook, url: '%s', allowPrivate: true}".formatted(url)))
        .withMessage(
            "spec.url: leads to a link-local or metadata address, which no channel reaches");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/", "http://0177.0.0.1/", "http://0x7f000001/", "http://127.1/",
        "http://0x7f.1/", "http://1.2.3.4./", "http://256.1.1.1/", "http://01.2.3.4/",
        "http://1.2.3.0x4/"
      })
  void anAddressIsWrittenInOneWayOnly(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Sends.channel("{type: webhook, url: '%s', allowPrivate: true}".formatted(url)))
        .withMessageStartingWith("spec.url: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | spec.type: say how it is reached, one of email, log, pagerduty, slack, webhook",
        "{type: 5} | spec.type: say how it is reached, one of email, log, pagerduty, slack, webhook",
        "{type: slakc} | spec.type: no such type; did you mean slack?",
        "{type: msteams} | spec.type: msteams is not supported yet; a webhook may reach it",
        "{type: log, maxage: 5m} | spec.maxage: no such field; did you mean maxAge?",
        "{type: log, rate: {perMinute: 0}} | spec.rate.perMinute: from 1 to 600000",
        "{type: log, rate: {brust: 1}} | spec.rate.brust: no such field; did you mean burst?",
        "{type: log, maxAge: 5s} | spec.maxAge: from 60s to 86400s",
        "{type: slack, token: 'env:T'} | spec.channel: give its id, such as C024BE91L; Slack shows it among the channel's details",
        "{type: slack, token: 'env:T', channel: '#ops'} | spec.channel: give its id, such as C024BE91L; Slack shows it among the channel's details",
        "{type: slack, token: xoxb-1, channel: C1} | spec.token: a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text",
        "{type: slack, channel: C1} | spec.token: a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text",
        "{type: slack, token: 'env:T', channel: C1, mentions: {'@a': '@b'}} | spec.mentions.@a: give the id of a member, such as U024BE7LH, or of a user group, such as S0614TZR7",
        "{type: slack, token: 'env:T', channel: C1, mentions: {'a b': U1}} | spec.mentions: a name is what a rule mentions, without spaces, such as @oncall",
        "{type: slack, token: 'env:T', channel: C1, apiUrl: 'ftp://a'} | spec.apiUrl: write a URL that begins with https://",
        "{type: webhook} | spec.url: give a URL of at most 2048 characters, such as https://…",
        "{type: webhook, url: 'https://'} | spec.url: is no URL; write one such as https://…",
        "{type: webhook, url: 'https:///x'} | spec.url: names no host that can be reached",
        "{type: webhook, url: 'https://a:99999/'} | spec.url: names no host that can be reached",
        "{type: webhook, url: 'https://u:p@a/'} | spec.url: without user and password; give a header with a secret instead",
        "{type: webhook, url: 'https://a/', secret: s3cr3t} | spec.secret: a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text",
        "{type: webhook, url: 'https://a/', headers: {Host: b}} | spec.headers.Host: is written by Signalcraft itself",
        "{type: webhook, url: 'https://a/', headers: {webhook-id: b}} | spec.headers.webhook-id: is written by Signalcraft itself",
        "{type: webhook, url: 'https://a/', headers: {X-Api-Key: b}} | spec.headers.X-Api-Key: is a secret: write env:NAME, file:PATH or enc:v1:CIPHERTEXT",
        "{type: webhook, url: 'https://a/', headers: {a b: c}} | spec.headers: a name is that of an HTTP header",
        "{type: webhook, url: 'https://a/', headers: {x: c, X: d}} | spec.headers.X: is given twice",
        "{type: webhook, url: 'https://a/', headers: {x: ' '}} | spec.headers.x: 1 to 1000 printable characters of ASCII",
        "{type: webhook, url: 'https://a/', body: '{\"a\": {{title}}}'} | spec.body: is no JSON; write places of text inside quotes, \"{{title}}\"",
        "{type: webhook, url: 'https://a/', body: '{\"a\": \"\\{{title}}\"}'} | spec.body: is no JSON; write places of text inside quotes, \"{{title}}\"",
        "{type: webhook, url: 'https://a/', body: '{\"a\": \"{{titel}}\"}'} | spec.body: nothing is called {{titel}}; did you mean {{title}}?",
        "{type: pagerduty} | spec.routingKey: a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text",
        "{type: pagerduty, routingKey: 'env:K', ulr: x} | spec.ulr: no such field; did you mean url?",
        "{type: email} | spec.host: give the mail server, such as smtp.example.org",
      })
  void whatIsWrongIsSaidWithItsPlace(String spec, String fault) {
    assertThatIllegalArgumentException().isThrownBy(() -> Sends.channel(spec)).withMessage(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "port: 0 | spec.port: from 1 to 65535",
        "security: ssl | spec.security: one of starttls, tls, none; did you mean tls?",
        "user: u | spec.password: user and password go together",
        "password: 'env:P' | spec.user: user and password go together",
        "user: u, password: p | spec.password: a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text",
        "user: u, password: 'env:P', security: none | spec.security: a password is not sent in the clear; write starttls or tls",
        "user: \"a\\nb\", password: 'env:P' | spec.user: 1 to 256 printable characters",
      })
  void whatIsWrongWithMailIsSaidToo(String field, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sends.channel("{" + MAIL + ", " + field + "}"))
        .withMessage(fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "@b.c",
        "a@",
        "a b@c.d",
        "a@b c",
        "A <a@b.c>",
        "a@b.c\\nBcc: x@y.z",
        "a@b.c,d@e.f",
        "a..b@c.d",
        "a@-b.c",
        "a@b..c",
        "a@b.c\\r"
      })
  void anAddressOfMailIsNothingElse(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Sends.channel(
                    "{type: email, host: h.example, from: a@b.c, to: [x@y.z, \"%s\"]}"
                        .formatted(address)))
        .withMessage("spec.to[1]: a mail address alone, such as ops@example.org");
  }

  @Test
  void nothingPrintsASecretOrWhereItIs() {
    Channel webhook =
        Sends.channel(
            "{type: webhook, url: 'https://a.example/T0KEN?key=T0KEN', secret: 'enc:v1:T0KEN',"
                + " headers: {Authorization: 'env:T0KEN', X-Plain: T0KEN}}");
    Channel slack = Sends.channel("{type: slack, token: 'enc:v1:T0KEN', channel: C1}");

    Channel secret = Sends.channel("{type: webhook, url: 'enc:v1:T0KEN'}");

    assertThat(webhook + " " + slack).contains("a.example", "C1").doesNotContain("T0KEN");
    assertThat(secret.toString()).contains("webhook to a secret URL").doesNotContain("T0KEN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: slack, token: 'env:T', channel: C1} | true | true",
        "{type: pagerduty, routingKey: 'env:K'}     | true | false",
        "{type: webhook, url: 'https://a/'}         | false | false",
        "{type: log}                                | false | false"
      })
  void onlyWhatStandsThereFollowsChanges(String spec, boolean end, boolean open) {
    Address address = Sends.channel(spec).address();

    assertThat(address.follows(GroupStatus.RESOLVED)).isEqualTo(end);
    assertThat(address.follows(GroupStatus.ACKNOWLEDGED)).isEqualTo(end);
    assertThat(address.follows(GroupStatus.OPEN)).isEqualTo(open);
  }

  @Test
  void aDigestIsSmallWhereEachAlertOfItTakesARequest() {
    assertThat(Sends.channel("{type: pagerduty, routingKey: 'env:K'}").address().maxDigest())
        .isEqualTo(20);
    assertThat(Sends.channel("{type: log}").address().maxDigest()).isEqualTo(500);
  }
}
