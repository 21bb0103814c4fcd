// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  @TempDir private Path directory;

  @Test
  void aTokenIsRandomAndTheFileHoldsOnlyItsHash() throws Exception {
    Path file = directory.resolve("new/tokens");
    String first = Tokens.issue(file, "default", "cli");
    String second = Tokens.issue(file, "default", "ci");
    assertThat(first).matches("sc_[A-Za-z0-9_-]{43}").isNotEqualTo(second);
    assertThat(Files.readString(file)).doesNotContain(first.substring(3)).doesNotContain("sc_");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Tokens.read(file)).extracting(Token::name).containsExactly("cli", "ci");
  }

  @Test
  void aTokenReplacesTheOneOfItsNameInItsWorkspaceOnly() throws Exception {
    Path file = directory.resolve("tokens");
    Tokens.issue(file, "default", "cli");
    Tokens.issue(file, "other", "cli");
    Tokens.issue(file, "default", "cli");
    assertThat(Tokens.read(file)).extracting(Token::workspace).containsExactly("other", "default");
  }

  @Test
  void aLineThatIsNoTokenOpensNothingAndHarmsNoOther() throws Exception {
    Path file = directory.resolve("tokens");
    Tokens.issue(file, "default", "cli");
    Files.writeString(
        file,
        """
        not json

        {"workspace":"w"}
        {"workspace":"w","name":"n","sha256":"abc"}
        """,
        StandardOpenOption.APPEND);
    assertThat(Tokens.read(file)).extracting(Token::name).containsExactly("cli");
  }

  @Test
  void manyAtOnceLoseNoToken() throws Exception {
    Path file = directory.resolve("tokens");
    ExecutorService issuers = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> calls =
          IntStream.range(0, 20)
              .mapToObj(i -> (Callable<String>) () -> Tokens.issue(file, "default", "n" + i))
              .toList();
      for (var issued : issuers.invokeAll(calls)) {
        assertThat(issued.get()).startsWith("sc_");
      }
    } finally {
      issuers.shutdownNow();
    }
    assertThat(Tokens.read(file)).hasSize(20);
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Tokens.issue(directory.resolve("t"), "De fault", "cli"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a-z, 0-9 and -");
  }

  @Test
  void whoActsWithATokenIsItsNameAndNeverOneThatStandsForNobody() throws Exception {
    for (String name : List.of("source", "clock")) {
      assertThatThrownBy(() -> Tokens.issue(directory.resolve("t"), "default", name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    Path file = directory.resolve("tokens");
    Tokens.issue(file, "default", "ada");
    String hash = "0123456789ABCDEF".repeat(4);
    for (String name :
        List.of("", ",\"name\":\"\"", ",\"name\":\"clock\"", ",\"name\":\"a\\u0000\"")) {
      Files.writeString(
          file,
          "{\"workspace\":\"w\"%s,\"sha256\":\"%s\"}%n".formatted(name, hash),
          StandardOpenOption.APPEND);
    }
    assertThat(Tokens.read(file))
        .extracting(Token::actor)
        .containsExactly(
            "ada", "token-01234567", "token-01234567", "token-01234567", "token-01234567");
  }
}
