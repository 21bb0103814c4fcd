// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.secret.Keyset;
import dev.signalcraft.domain.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendersTest {
  @TempDir Path directory;
  private Secrets secrets;
  private Senders senders;

  @BeforeEach
  void create() {
    secrets =
        new Secrets(
            Keyset.create(directory.resolve("keyset")),
            directory,
            Map.of("ONE", "first", "TWO", "second"));
    senders = new Senders(secrets);
  }

  private void version(int version, String specOrNull) {
    accept(
        """
        {"kind":"Integration","metadata":{"workspace":"default","name":"demo"},"version":%d,
         "baseVersion":%d,"deleted":%b,"spec":%s}"""
            .formatted(version, version - 1, specOrNull == null, specOrNull));
  }

  private void accept(String json) {
    senders.accept(json.getBytes(StandardCharsets.UTF_8), 0);
  }

  private static String spec(String... references) {
    return "{\"source\":\"sentry\",\"secrets\":[\"" + String.join("\",\"", references) + "\"]}";
  }

  private List<String> secretsOfDemo() {
    Sender sender = senders.find("default", "demo");
    assertThat(sender).isNotNull();
    return sender.secrets().stream()
        .map(secret -> new String(secret, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void theNewestVersionHoldsAtOnce() {
    version(1, spec("env:ONE"));
    version(2, spec("env:ONE", "env:TWO"));

    assertThat(secretsOfDemo()).containsExactly("first", "second");
    assertThat(senders.find("default", "demo")).hasToString("Sender of sentry");
  }

  @Test
  void sealedSecretsOpenForTheirOwnIntegrationOnly() {
    version(
        1,
        spec(
            secrets.seal("mine", "default", "Integration", "demo", Senders.SECRET_FIELD),
            secrets.seal("theirs", "other", "Integration", "demo", Senders.SECRET_FIELD)));

    assertThat(secretsOfDemo()).containsExactly("mine");
  }

  @Test
  void aDeletionEndsASenderAndALaterVersionBringsItBack() {
    version(1, spec("env:ONE"));
    version(2, null);
    assertThat(senders.find("default", "demo")).isNull();

    version(3, spec("env:TWO"));
    assertThat(secretsOfDemo()).containsExactly("second");
  }

  @Test
  void aContentThatIsRefusedLeavesTheLastGoodOne() {
    version(1, spec("env:ONE"));
    version(2, spec("plain text"));

    assertThat(secretsOfDemo()).containsExactly("first");
    version(3, spec("env:TWO"));
    assertThat(secretsOfDemo()).containsExactly("second");
  }

  @Test
  void aSecretThatCannotBeHadIsTriedAgain() throws IOException {
    Path late = directory.resolve("late");
    version(1, spec("env:ONE", "file:" + late));
    assertThat(secretsOfDemo()).containsExactly("first");

    Files.writeString(late, "arrived\n");
    senders.retry();

    assertThat(secretsOfDemo()).containsExactly("first", "arrived");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[[[",
        "{\"kind\":\"Integration\"}",
        "{\"kind\":\"Integration\",\"metadata\":{\"workspace\":\"a\\nb\",\"name\":\"n\"},\"version\":1,\"baseVersion\":0,\"deleted\":false,\"spec\":{}}"
      })
  void whatIsNoIntegrationIsPassedOver(String json) {
    accept(json);
    senders.accept(null, 0);

    version(1, spec("env:ONE"));
    assertThat(secretsOfDemo()).containsExactly("first");
  }

  private void keys(String workspace, String name, String source, String keys, String more) {
    accept(
        """
        {"kind":"Integration","metadata":{"workspace":"%s","name":"%s"},"version":1,
         "baseVersion":0,"deleted":false,"spec":{"source":"%s","keySha256":[%s]%s}}"""
            .formatted(workspace, name, source, keys, more));
  }

  private static String hash(int digit) {
    return Integer.toString(digit).repeat(64);
  }

  private static String quoted(int digit) {
    return "\"" + hash(digit) + "\"";
  }

  @Test
  void aKeyBelongsToTheWorkspaceOfItsIntegrationAndToItsSourceAlone() {
    keys("acme", "app", "metrics", quoted(1) + "," + quoted(2), "");
    keys("other", "app", "metrics", quoted(3), ",\"environments\":[\"live\",\"qa\"]");

    for (int key : new int[] {1, 2}) {
      assertThat(senders.owner("metrics", hash(key))).isEqualTo(new Owner("acme", null));
    }
    assertThat(senders.owner("metrics", hash(3))).isEqualTo(new Owner("other", "live"));
    assertThat(senders.owner("metrics", hash(4))).isNull();
    assertThat(senders.owner("sentry", hash(1))).isNull();
  }

  @Test
  void aKeyThatASecondWorkspaceClaimsOpensNeither() {
    keys("acme", "app", "metrics", quoted(1), "");
    keys("acme", "twin", "metrics", quoted(1), "");
    assertThat(senders.owner("metrics", hash(1))).isEqualTo(new Owner("acme", null));

    keys("other", "thief", "metrics", quoted(1), "");
    assertThat(senders.owner("metrics", hash(1))).isNull();
  }

  @Test
  void aKeyEndsWithItsIntegration() {
    keys("acme", "app", "metrics", quoted(1), "");
    accept(
        """
        {"kind":"Integration","metadata":{"workspace":"acme","name":"app"},"version":2,
         "baseVersion":1,"deleted":true}""");

    assertThat(senders.owner("metrics", hash(1))).isNull();
  }

  @Test
  void workspacesAreKnownBesideTheIntegrations() {
    accept(
        """
        {"kind":"Workspace","metadata":{"workspace":"acme","name":"workspace"},"version":1,
         "baseVersion":0,"deleted":false,"spec":{"defaultEnvironment":"live"}}""");

    assertThat(Workspace.at(senders.workspaces(), "acme", 5_000).defaultEnvironment())
        .isEqualTo("live");
    assertThat(Workspace.at(senders.workspaces(), "other", 5_000)).isEqualTo(Workspace.DEFAULT);
  }

  private void slack(String workspace, String name, String secret, String users) {
    accept(
        """
        {"kind":"Integration","metadata":{"workspace":"%s","name":"%s"},"version":1,
         "baseVersion":0,"deleted":false,
         "spec":{"source":"slack","secrets":["env:%s"],"users":%s}}"""
            .formatted(workspace, name, secret, users));
  }

  private SlackApp signedWith(String secret) {
    return senders.slackApp(tried -> new String(tried, StandardCharsets.UTF_8).equals(secret));
  }

  @Test
  void aSlackAppIsFoundByItsSecretWithItsUsers() {
    slack("default", "b", "ONE", "{\"U1\":\"ada\",\"U2\":\"bob\"}");
    slack("default", "a", "ONE", "{\"U2\":\"grace\"}");
    slack("other", "c", "TWO", "{\"U1\":\"eve\"}");
    version(1, spec("env:TWO"));

    assertThat(signedWith("first"))
        .isEqualTo(new SlackApp("default", "a", Map.of("U1", "ada", "U2", "grace")));
    assertThat(signedWith("second")).isEqualTo(new SlackApp("other", "c", Map.of("U1", "eve")));
    assertThat(signedWith("third")).isNull();
  }

  @Test
  void aSlackAppThatTwoWorkspacesClaimIsNobodys() {
    slack("default", "a", "ONE", "{\"U1\":\"ada\"}");
    slack("other", "a", "ONE", "{\"U1\":\"eve\"}");

    assertThat(signedWith("first")).isNull();
  }
}
