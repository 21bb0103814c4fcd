// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFlinkTest {
  private static final LocalJob COUNTING = new LocalJob("counting", CountingJob::define);

  @TempDir Path directory;

  @BeforeEach
  void forget() {
    CountingJob.SEEN.clear();
  }

  @Test
  void aJobGoesOnWhereItsLastRunStopped() throws Exception {
    run();
    long reached = CountingJob.highest();
    CountingJob.SEEN.clear();
    run();
    assertThat(CountingJob.lowest()).isPositive().isLessThanOrEqualTo(reached + 1);
  }

  @Test
  void theCheckpointsOfEarlierRunsAreDeletedOnceTheNewRunHasItsOwn() throws Exception {
    run();
    run();
    assertThat(runs()).hasSize(1);
  }

  @Test
  void aDamagedNewestCheckpointIsPassedOver() throws Exception {
    run();
    List<Path> metadata = metadataFiles();
    assertThat(metadata).hasSizeGreaterThanOrEqualTo(2);
    Path newest =
        new RetainedCheckpoints(jobDirectory()).newestComplete().orElseThrow().resolve("_metadata");
    Files.write(newest, new byte[] {1, 2, 3});
    CountingJob.SEEN.clear();
    run();
    assertThat(CountingJob.lowest()).isPositive();
  }

  @Test
  void aCheckpointWithoutItsStateFilesIsPassedOver() throws Exception {
    run();
    try (Stream<Path> files = Files.walk(jobDirectory())) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (!file.getFileName().toString().equals("_metadata")) {
          Files.delete(file);
        }
      }
    }
    assertThat(new RetainedCheckpoints(jobDirectory()).newestComplete()).isEmpty();
  }

  @Test
  void aJobThatEndsInsteadOfRunningIsTold() throws Exception {
    try (LocalFlink flink = start()) {
      RunningJob ending = flink.submit(new LocalJob("ending", CountingJob::defineFailing));
      assertThatThrownBy(ending::awaitHealthy)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("job ending has ended")
          .hasMessageContaining("this job cannot start");
    }
  }

  @Test
  void aLostTaskManagerIsReplacedAndTheJobGoesOn() throws Exception {
    try (LocalFlink flink = start()) {
      flink.submit(COUNTING).awaitHealthy();
      flink.loseTaskManager();
      long reached = CountingJob.highest();
      await().atMost(Duration.ofSeconds(30)).until(() -> CountingJob.highest() > reached + 50);
    }
  }

  @Test
  void thePageAnswersOnLoopbackAndDoesNotTellItsSecret() throws Exception {
    try (LocalFlink flink = start()) {
      // It answers only when its leader is elected.
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> get(flink.address() + "/").contains("<title>Apache Flink Web Dashboard"));
      assertThat(get(flink.address() + "/jobmanager/config"))
          .contains(OwnerOnly.SECRET)
          .doesNotContain(flink.secret());
    }
  }

  @Test
  void onlyWhoKnowsTheSecretSeesOrBringsJarsOrChangesAnything() throws Exception {
    try (LocalFlink flink = start()) {
      String jar =
          """
          --x
          Content-Disposition: form-data; name="jarfile"; filename="a.jar"
          Content-Type: application/x-java-archive

          PK
          --x--
          """
              .replace("\n", "\r\n");
      for (String path : List.of("/jars/upload", "/v1/jars/upload", "/jobs")) {
        assertThat(post(flink, path, jar, "")).as(path).isEqualTo(401);
        assertThat(post(flink, path, jar, flink.secret() + "x")).as(path).isEqualTo(401);
      }
      assertThat(get(flink.address() + "/jars")).contains("Not allowed");
      assertThat(get(flink.address() + "/jars/a_b.jar/plan")).contains("Not allowed");
      try (Stream<Path> files = Files.walk(directory.resolve("tmp"))) {
        assertThat(files.filter(Files::isRegularFile).map(Path::getFileName))
            .doesNotContain(Path.of("a.jar"));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> post(flink, "/jars/upload", jar, flink.secret()) == 200);
    }
  }

  private static int post(LocalFlink flink, String path, String body, String authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(flink.address() + path))
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
  }

  private void run() throws Exception {
    try (LocalFlink flink = start()) {
      flink.submit(COUNTING).awaitHealthy();
      long before = CountingJob.SEEN.size();
      await().until(() -> CountingJob.SEEN.size() > before && metadataFiles().size() >= 2);
    }
  }

  private LocalFlink start() throws Exception {
    return LocalFlink.start(
        checkpoints(), directory.resolve("tmp"), directory.resolve("log"), 0, 1);
  }

  private static String get(String address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
        .body();
  }

  private Path checkpoints() {
    return directory.resolve("checkpoints");
  }

  private Path jobDirectory() {
    return checkpoints().resolve(COUNTING.name());
  }

  private List<Path> runs() throws Exception {
    try (Stream<Path> files = Files.list(jobDirectory())) {
      return files.toList();
    }
  }

  private List<Path> metadataFiles() throws Exception {
    try (Stream<Path> files = Files.walk(jobDirectory())) {
      return files.filter(file -> file.endsWith("_metadata")).toList();
    }
  }
}
