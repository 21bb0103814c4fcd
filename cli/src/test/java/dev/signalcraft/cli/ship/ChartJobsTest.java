// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The jobs as the Flink operator sees them. */
class ChartJobsTest {
  private static final FlinkDeploymentSchema CRD = new FlinkDeploymentSchema();
  private static final List<JsonNode> DEFAULT = jobs("{}");
  private static final List<JsonNode> FULL = jobs(Chart.FULL_VALUES);

  @Test
  void theOperatorAcceptsEveryField() {
    assertThat(DEFAULT).hasSize(5).allSatisfy(job -> assertThat(CRD.faults(job)).isEmpty());
    assertThat(FULL).hasSize(5).allSatisfy(job -> assertThat(CRD.faults(job)).isEmpty());
  }

  @Test
  void aFieldThatTheOperatorDoesNotKnowIsSeen() {
    JsonNode job = DEFAULT.get(0).deepCopy();
    ((ObjectNode) job.at("/spec/job")).put("entryclass", "x");
    ((ObjectNode) job.at("/spec/podTemplate/spec/containers/0")).put("volumeMount", "x");
    ((ObjectNode) job.at("/spec/flinkConfiguration")).put("parallelism.default", 2);

    assertThat(CRD.faults(job)).hasSize(3);
  }

  @Test
  void everyJobKeepsItsStateInPlacesOfItsOwn() {
    for (String place :
        List.of(
            "execution.checkpointing.dir",
            "execution.checkpointing.savepoint-dir",
            "high-availability.storageDir")) {
      assertThat(DEFAULT).extracting(job -> setting(job, place)).doesNotHaveDuplicates();
      assertThat(FULL)
          .extracting(job -> setting(job, place))
          .doesNotHaveDuplicates()
          .allMatch(directory -> directory.startsWith("s3://bucket/flink/prod-signals/"));
    }
  }

  @Test
  void upgradesGoThroughASavepointAndCarryNoStartPosition() {
    for (JsonNode job : DEFAULT) {
      assertThat(job.at("/spec/flinkVersion").asText()).isEqualTo("v2_2");
      assertThat(job.at("/spec/job/upgradeMode").asText()).isEqualTo("savepoint");
      assertThat(arguments(job)).doesNotContain("--start");
    }
  }

  @Test
  void theFirstStartIsAValue() {
    assertThat(arguments(job(FULL, "ingest")))
        .containsSequence("--start", "2026-03-01T00:00:00.000Z");
  }

  @Test
  void valuesReplaceTheConfigurationOfAllJobsOrOfOne() {
    assertThat(setting(job(DEFAULT, "alerts"), "state.backend.type")).isEqualTo("rocksdb");
    assertThat(setting(job(FULL, "alerts"), "state.backend.type")).isEqualTo("hashmap");
    assertThat(setting(job(FULL, "ingest"), "state.backend.type")).isEqualTo("rocksdb");
    assertThat(FULL)
        .extracting(job -> setting(job, "execution.checkpointing.interval"))
        .containsOnly("1s");
  }

  @Test
  void onlyTheTablesJobHasTheDatabaseAndItsPasswordFromASecret() {
    for (JsonNode job : FULL) {
      JsonNode password =
          Programs.variable(
              job.at("/spec/podTemplate/spec/containers/0"), "SIGNALCRAFT_POSTGRES_PASSWORD");
      if (job.at("/metadata/name").asText().endsWith("-tables")) {
        assertThat(password.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("db");
      } else {
        assertThat(job.toString()).doesNotContain("POSTGRES");
      }
    }
  }

  @Test
  void everyKeyIsAnOptionOfThisFlink() {
    FlinkOptions options = new FlinkOptions();

    for (JsonNode job : DEFAULT) {
      assertThat(job.at("/spec/flinkConfiguration").properties())
          .isNotEmpty()
          .allSatisfy(entry -> options.check(entry.getKey(), entry.getValue().asText()));
    }
  }

  private static List<JsonNode> jobs(String values) {
    return Chart.ofKind(Chart.render(values), "FlinkDeployment");
  }

  private static JsonNode job(List<JsonNode> jobs, String name) {
    return Chart.one(jobs, "FlinkDeployment", "-" + name);
  }

  private static String setting(JsonNode job, String key) {
    return job.at("/spec/flinkConfiguration").path(key).asText();
  }

  private static List<String> arguments(JsonNode job) {
    return Repository.texts(job.at("/spec/job/args"));
  }
}
