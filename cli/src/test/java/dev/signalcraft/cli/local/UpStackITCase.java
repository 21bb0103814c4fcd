// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What people do with a local stack, on one that is started once. */
class UpStackITCase {
  @TempDir static Path directory;
  static LiveStack stack;
  static Receiver receiver;

  @BeforeAll
  static void start() throws Exception {
    receiver = new Receiver();
    stack = LiveStack.start(directory);
    Path documents = Files.createDirectories(directory.resolve("documents"));
    Files.writeString(
        documents.resolve("replays.yaml"),
        UpReplays.documents("{when: source == \"shop\", notify: [{channel: chat}]}"));
    Files.writeString(
        documents.resolve("delivers.yaml"), UpDelivers.documents(receiver, directory));
    Instant inForce = stack.apply(documents);
    await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(inForce));
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
    receiver.close();
  }

  @Nested
  class Replays extends UpReplays {}

  @Nested
  @Tag("full")
  class Delivers extends UpDelivers {}
}
