// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostLanesTest {
  private final HostLanes lanes = new HostLanes("test");
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch all = new CountDownLatch(HostLanes.PER_HOST);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @AfterEach
  void close() {
    lanes.close();
  }

  private void slow(CountDownLatch ended) {
    most.accumulateAndGet(begun.incrementAndGet(), Math::max);
    all.countDown();
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    begun.decrementAndGet();
    ended.countDown();
  }

  @Test
  void oneHostHasFewThreadsAndHoldsUpNoOther() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      lanes.run("slow", () -> slow(ended));
    }
    CountDownLatch quick = new CountDownLatch(1);

    lanes.run("quick", quick::countDown);

    assertThat(quick.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    open.countDown();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(HostLanes.PER_HOST);
  }

  @Test
  void whatIsTooMuchForOneHostIsRefusedAndWhatFollowsIsNot() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(258);
    for (int i = 0; i < 258; i++) {
      lanes.run("slow", () -> slow(ended));
    }

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> lanes.run("slow", () -> slow(ended)));
    open.countDown();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    CountDownLatch next = new CountDownLatch(1);
    lanes.run("slow", next::countDown);
    assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aTalkThatFailsGivesItsPlaceToTheNext() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      lanes.run(
          "host",
          () -> {
            failed.countDown();
            throw new IllegalStateException("meant");
          });
    }
    CountDownLatch next = new CountDownLatch(1);
    lanes.run("host", next::countDown);

    assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
