// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.embedded.StartFault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StartupTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  void aStepRunsAfterThoseThatItNeedsAndBesideOthers() throws Exception {
    Startup startup = new Startup(new Progress(out, false));
    CountDownLatch bothRun = new CountDownLatch(2);
    var kafka = startup.step("Kafka", () -> meet(bothRun, "kafka"));
    var postgres = startup.step("Postgres", () -> meet(bothRun, "postgres"));
    var jobs = startup.step("jobs", () -> kafka.join() + " " + postgres.join(), kafka, postgres);
    startup.await();
    assertThat(jobs.join()).isEqualTo("kafka postgres");
    assertThat(shown.toString(StandardCharsets.UTF_8)).contains("Kafka: ").endsWith(" s\n");
  }

  @Test
  void theFirstFaultEndsTheWaitingAndWhatComesAfterDoesNotRun() throws Exception {
    Startup startup = new Startup(new Progress(out, false));
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean ran = new AtomicBoolean();
    var slow = startup.step("slow", () -> meet(release, "slow"));
    var failing =
        startup.step(
            "failing",
            () -> {
              throw new StartFault("port 1 is in use");
            });
    var after =
        startup.step(
            "after",
            () -> {
              ran.set(true);
              return "after";
            },
            failing,
            slow);
    assertThatThrownBy(startup::await).hasRootCauseInstanceOf(StartFault.class);
    release.countDown();
    startup.settle();
    assertThat(slow).isCompleted();
    assertThat(after).isCompletedExceptionally();
    assertThat(ran).isFalse();
  }

  @Test
  void aTerminalIsLeftAsItWas() {
    new Progress(out, true).close();
    assertThat(shown.toString(StandardCharsets.UTF_8)).endsWith("\r\033[K");
  }

  private static String meet(CountDownLatch latch, String name) throws InterruptedException {
    latch.countDown();
    latch.await();
    return name;
  }
}
