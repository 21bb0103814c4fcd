// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final List<JsonNode> DEFAULT = Chart.render("{}");
  private static final List<JsonNode> FULL = Chart.render(Chart.FULL_VALUES);

  @Test
  void lintsWithoutWarnings() {
    LintResult result = Chart.lint();

    assertThat(result.isFailed()).isFalse();
    assertThat(result.getMessages()).noneMatch(m -> m.contains("WARNING") || m.contains("ERROR"));
  }

  @Test
  void rendersWhatAReleaseNeeds() {
    assertThat(kinds(DEFAULT))
        .containsExactlyInAnyOrder(
            "FlinkDeployment alerts",
            "FlinkDeployment delivery",
            "FlinkDeployment ingest",
            "FlinkDeployment monitors",
            "FlinkDeployment tables",
            "Deployment gateway",
            "Deployment console",
            "Service gateway",
            "Service console",
            "PodDisruptionBudget gateway",
            "PodDisruptionBudget console",
            "Job migrate",
            "PersistentVolumeClaim flink-state",
            "ServiceAccount ",
            "ServiceAccount flink",
            "Role flink",
            "RoleBinding flink");
  }

  @Test
  void ingressesAndForeignAccountsFollowTheValues() {
    assertThat(kinds(FULL))
        .contains("Ingress prod-signals-gateway", "Ingress prod-signals-console")
        .doesNotContain("PodDisruptionBudget prod-signals-console")
        .noneMatch(kind -> kind.startsWith("ServiceAccount") || kind.startsWith("Role"))
        .noneMatch(kind -> kind.startsWith("PersistentVolumeClaim"));
    assertThat(Chart.one(FULL, "Ingress", "gateway").at("/spec/tls/0/secretName").asText())
        .isEqualTo("hooks-tls");
  }

  @Test
  void everyResourceHasTheStandardLabelsAndNoNamespaceOfItsOwn() {
    assertThat(Stream.concat(DEFAULT.stream(), FULL.stream()))
        .allSatisfy(
            resource -> {
              assertThat(resource.at("/metadata/namespace").isMissingNode()).isTrue();
              assertThat(resource.at("/metadata/labels").fieldNames())
                  .toIterable()
                  .contains(
                      "helm.sh/chart",
                      "app.kubernetes.io/name",
                      "app.kubernetes.io/instance",
                      "app.kubernetes.io/version",
                      "app.kubernetes.io/managed-by",
                      "app.kubernetes.io/part-of");
            });
  }

  @Test
  void servicesAndBudgetsSelectThePodsOfTheirDeployment() {
    for (String name : List.of("gateway", "console")) {
      JsonNode labels = Chart.one(DEFAULT, "Deployment", name).at("/spec/template/metadata/labels");
      JsonNode service = Chart.one(DEFAULT, "Service", name).at("/spec/selector");
      JsonNode budget =
          Chart.one(DEFAULT, "PodDisruptionBudget", name).at("/spec/selector/matchLabels");

      assertThat(service.isEmpty()).isFalse();
      assertThat(budget).isEqualTo(service);
      service
          .properties()
          .forEach(entry -> assertThat(labels.get(entry.getKey())).isEqualTo(entry.getValue()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gatway: {replicas: 1}",
        "gateway: {replica: 1}",
        "gateway: {replicas: two}",
        "gateway: {replicas: 0}",
        "kafka: {bootstrapServers: kafka}",
        "postgres: {url: 'jdbc:postgresql://db/a?password=x'}",
        "flink: {start: yesterday}",
        "flink: {configuration: {pipeline.object-reuse: true}}",
        "jobs: {ingest: {parallelism: '2'}}",
        "jobs: {ingest: {upgradeMode: stateless}}",
        "jobs: {objectives: {enabled: true}}",
        "image: {app: {tag: latest}}",
        "topics: {image: {repository: kafka}}",
        "topics: {partitions: 0}",
        "topics: {replicationFactor: '3'}",
        "gateway: {ingress: {enabled: true}}",
        "replays: {flinkUrl: 'jobmanager:8081'}",
      })
  void valuesThatCannotBeMeantAreRefused(String values) {
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("values");
  }

  @Test
  void aJobWiderThanItsTopicsIsRefused() {
    assertThatThrownBy(() -> Chart.render("jobs: {alerts: {parallelism: 13}}"))
        .hasMessageContaining("jobs.alerts.parallelism: 13 is more than topics.partitions (12)");
  }

  @Test
  void aVolumeForObjectStorageIsRefused() {
    assertThatThrownBy(() -> Chart.render("flink: {state: {dir: 's3://bucket/flink'}}"))
        .hasMessageContaining("turn it off for object storage");
  }

  private static List<String> kinds(List<JsonNode> resources) {
    return resources.stream()
        .map(
            r ->
                r.path("kind").asText()
                    + " "
                    + r.at("/metadata/name").asText().replaceFirst("prod-signalcraft-?", ""))
        .toList();
  }
}
