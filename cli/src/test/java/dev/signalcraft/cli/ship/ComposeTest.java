// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComposeTest {
  private static final JsonNode COMPOSE =
      Repository.yaml(Repository.text("docker-compose.yml")).get(0);
  private static final JsonNode SERVICES = COMPOSE.path("services");

  @Test
  void theWholeStackIsThere() {
    assertThat(SERVICES.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "kafka",
            "postgres",
            "migrate",
            "jobmanager",
            "taskmanager",
            "ingest-job",
            "alerts-job",
            "monitors-job",
            "tables-job",
            "delivery-job",
            "keys",
            "gateway",
            "console");
  }

  @Test
  void everyImageIsPinnedAndNamedWithoutARegistry() {
    for (JsonNode service : SERVICES) {
      assertThat(service.path("image").asText())
          .matches("[a-z]+(/[a-z]+)?:[0-9]+\\.[0-9][A-Za-z0-9._-]*");
    }
    assertThat(Repository.text("Dockerfile").lines().filter(line -> line.startsWith("FROM ")))
        .hasSize(3)
        .allMatch(line -> line.matches("FROM [a-z-]+:[0-9]+\\.[0-9][A-Za-z0-9._-]* AS [a-z]+"));
  }

  @Test
  void everyTargetOfABuildIsAStageOfTheDockerfile() {
    for (JsonNode service : SERVICES) {
      if (service.has("build")) {
        assertThat(Repository.text("Dockerfile"))
            .containsPattern("(?m)^FROM .* AS " + service.at("/build/target").asText() + "$");
      }
    }
  }

  @Test
  void everyServiceWaitsForWhatItNeedsInAWayThatCanComeTrue() {
    for (JsonNode service : SERVICES) {
      service.path("depends_on").properties().forEach(entry -> check(entry));
    }
  }

  private static void check(Map.Entry<String, JsonNode> dependency) {
    JsonNode target = SERVICES.path(dependency.getKey());
    assertThat(target.isObject()).as(dependency.getKey()).isTrue();
    switch (dependency.getValue().path("condition").asText()) {
      case "service_healthy" -> assertThat(target.at("/healthcheck/test").size()).isPositive();
      // What is restarted for ever is never completed.
      case "service_completed_successfully" ->
          assertThat(target.path("restart").asText()).startsWith("on-failure");
      default -> throw new AssertionError("no condition for " + dependency.getKey());
    }
  }

  @Test
  void jobsAndServersWaitForTopicsAndTablesAndJobsForSlotsToo() {
    for (String job : List.of("ingest-job", "alerts-job", "tables-job", "delivery-job")) {
      assertThat(condition(job, "migrate")).isEqualTo("service_completed_successfully");
      assertThat(condition(job, "taskmanager")).isEqualTo("service_healthy");
    }
    assertThat(condition("gateway", "migrate")).isEqualTo("service_completed_successfully");
    assertThat(condition("console", "migrate")).isEqualTo("service_completed_successfully");
    assertThat(condition("migrate", "kafka")).isEqualTo("service_healthy");
    assertThat(condition("migrate", "postgres")).isEqualTo("service_healthy");
  }

  @Test
  void keysetAndTokensLieWhereGatewayAndConsoleLookForThem() {
    String keyset = SERVICES.at("/keys/command/2").asText();
    String directory = keyset.substring(0, keyset.lastIndexOf('/'));

    assertThat(SERVICES.at("/gateway/environment/SIGNALCRAFT_KEYSET_FILE").asText())
        .isEqualTo(keyset);
    assertThat(SERVICES.at("/console/environment/SIGNALCRAFT_TOKENS_FILE").asText())
        .startsWith(directory);
    for (String service : List.of("gateway", "console")) {
      assertThat(Repository.texts(SERVICES.path(service).path("volumes")))
          .containsExactly("keys:" + directory + ":ro");
      assertThat(condition(service, "keys")).isEqualTo("service_completed_successfully");
    }
    // The delivery job opens the secrets of channels, as another user of the keyset's group.
    assertThat(Repository.texts(SERVICES.at("/delivery-job/command")))
        .endsWith("--keyset-file", keyset);
    assertThat(Repository.texts(SERVICES.at("/taskmanager/volumes")))
        .contains("keys:" + directory + ":ro");
    assertThat(Repository.texts(SERVICES.at("/taskmanager/group_add"))).containsExactly("10001");
    assertThat(condition("taskmanager", "keys")).isEqualTo("service_completed_successfully");
    assertThat(Repository.texts(SERVICES.at("/keys/command"))).contains("--group-readable");
    assertThat(Repository.text("Dockerfile")).contains("-m 0750 " + directory, "--gid 10001");
  }

  private static String condition(String service, String on) {
    return SERVICES.path(service).path("depends_on").path(on).path("condition").asText();
  }

  @Test
  void portsArePublishedOnLoopbackOnly() {
    for (JsonNode service : SERVICES) {
      assertThat(Repository.texts(service.path("ports")))
          .allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void everyVolumeIsDeclared() {
    for (JsonNode service : SERVICES) {
      for (String volume : Repository.texts(service.path("volumes"))) {
        String source = volume.substring(0, volume.indexOf(':'));
        assertThat(COMPOSE.path("volumes").has(source)).as(source).isTrue();
      }
    }
  }

  @Test
  void thePasswordCanBeGivenAndIsOtherwiseTheDocumentedLocalOne() {
    for (String service : List.of("postgres", "migrate", "tables-job", "jobmanager", "console")) {
      JsonNode environment = SERVICES.path(service).path("environment");
      String name =
          service.equals("postgres") ? "POSTGRES_PASSWORD" : "SIGNALCRAFT_POSTGRES_PASSWORD";
      assertThat(environment.path(name).asText())
          .isEqualTo("${SIGNALCRAFT_POSTGRES_PASSWORD:-signalcraft}");
    }
  }

  @Test
  void flinkReadsEveryKeyOfItsConfiguration() {
    Map<String, String> configuration = flinkConfiguration();
    FlinkOptions options = new FlinkOptions();

    assertThat(configuration).hasSizeGreaterThan(20).allSatisfy(options::check);
    assertThat(FlinkOptions.retains(configuration)).isTrue();
  }

  @Test
  void theClusterHasASlotForEverySubtaskOfTheJobsAndOfAReplayAndNoneWithoutAPartition() {
    Map<String, String> configuration = flinkConfiguration();
    long jobs =
        SERVICES.properties().stream().filter(entry -> entry.getKey().endsWith("-job")).count();

    assertThat(Integer.parseInt(configuration.get("taskmanager.numberOfTaskSlots")))
        .isEqualTo((jobs + 1) * Integer.parseInt(configuration.get("parallelism.default")));
    assertThat(Integer.parseInt(configuration.get("parallelism.default")))
        .isLessThanOrEqualTo(partitions());
  }

  private static int partitions() {
    List<String> command = Repository.texts(SERVICES.at("/migrate/command"));
    return Integer.parseInt(command.get(command.indexOf("--partitions") + 1));
  }

  private static Map<String, String> flinkConfiguration() {
    Map<String, String> configuration = new TreeMap<>();
    SERVICES
        .at("/jobmanager/environment/FLINK_PROPERTIES")
        .asText()
        .lines()
        .forEach(
            line -> {
              String[] pair = line.split(": ", 2);
              assertThat(configuration.put(pair[0], pair[1])).as("twice: " + pair[0]).isNull();
            });
    return configuration;
  }
}
