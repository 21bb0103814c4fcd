// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods that the chart makes itself: gateway, console and the Job before them. */
class ChartPodsTest {
  private static final List<JsonNode> DEFAULT = Chart.render("{}");
  private static final List<JsonNode> FULL = Chart.render(Chart.FULL_VALUES);

  @Test
  void runUnprivilegedOnAReadOnlyFileSystemWithResources() {
    List<JsonNode> pods = new ArrayList<>();
    for (List<JsonNode> resources : List.of(DEFAULT, FULL)) {
      pods.addAll(Chart.ofKind(resources, "Deployment"));
      pods.addAll(Chart.ofKind(resources, "Job"));
    }

    assertThat(pods).hasSize(6);
    for (JsonNode owner : pods) {
      JsonNode pod = owner.at("/spec/template/spec");
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/automountServiceAccountToken")).hasToString("false");
      for (JsonNode container : pod.path("containers")) {
        JsonNode security = container.path("securityContext");
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation")).hasToString("false");
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(container.at("/resources/requests/memory").asText()).isNotEmpty();
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(container.path("image").asText()).matches("[^:]+:[0-9][^:]*");
      }
    }
  }

  @Test
  void serversAreProbedOnHealthAndReady() {
    for (JsonNode deployment : Chart.ofKind(DEFAULT, "Deployment")) {
      JsonNode container = deployment.at("/spec/template/spec/containers/0");
      assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health");
      assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health");
      assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/ready");
    }
  }

  @Test
  void onlyTheGatewayHoldsTheKeysetReadableForItsUserAlone() {
    JsonNode gateway = Chart.one(FULL, "Deployment", "gateway").at("/spec/template/spec");
    JsonNode volume = gateway.at("/volumes/1/secret");

    assertThat(volume.path("secretName").asText()).isEqualTo("keys");
    assertThat(volume.path("defaultMode").asInt()).isEqualTo(0400);
    String file =
        gateway.at("/containers/0/volumeMounts/1/mountPath").asText()
            + "/"
            + volume.at("/items/0/path").asText();
    assertThat(Programs.environment(gateway.at("/containers/0")))
        .containsEntry("SIGNALCRAFT_KEYSET_FILE", file);
    assertThat(Chart.one(FULL, "Deployment", "console").toString()).doesNotContain("keys");
  }

  @Test
  void secretsInFilesLieWhereTheirProgramsLook() {
    JsonNode gateway = Chart.one(FULL, "Deployment", "gateway").at("/spec/template/spec");
    JsonNode job = Chart.one(FULL, "FlinkDeployment", "delivery");
    JsonNode delivery = job.at("/spec/podTemplate/spec");

    assertThat(Programs.environment(gateway.at("/containers/0")))
        .containsEntry("SIGNALCRAFT_SECRETS_DIRECTORY", "/etc/signalcraft/secrets");
    assertThat(Repository.texts(job.at("/spec/job/args")))
        .containsSequence("--secrets-directory", "/etc/signalcraft/secrets");
    for (JsonNode pod : List.of(gateway, delivery)) {
      assertThat(pod.at("/containers/0/volumeMounts"))
          .filteredOn(mount -> mount.path("name").asText().equals("secret-files"))
          .extracting(mount -> mount.path("mountPath").asText())
          .containsExactly("/etc/signalcraft/secrets");
    }
    assertThat(delivery.path("volumes").findValues("projected").get(0).findValuesAsText("name"))
        .containsExactly("channel-files", "more-files");
    assertThat(gateway.path("volumes").findValues("projected").get(0).findValuesAsText("name"))
        .containsExactly("integration-files");
  }

  @Test
  void noPasswordStandsInTheChart() {
    for (String name : List.of("console", "migrate")) {
      JsonNode owner = Chart.one(FULL, name.equals("console") ? "Deployment" : "Job", name);
      JsonNode password =
          Programs.variable(
              owner.at("/spec/template/spec/containers/0"), "SIGNALCRAFT_POSTGRES_PASSWORD");
      assertThat(password.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("db");
      assertThat(password.at("/valueFrom/secretKeyRef/key").asText()).isEqualTo("pass");
    }
  }

  @Test
  void tablesAndTopicsAreMadeBeforeAnInstallAndAnUpgrade() {
    JsonNode job = Chart.one(FULL, "Job", "migrate");

    assertThat(job.at("/metadata/annotations").path(Chart.HOOK).asText())
        .isEqualTo("pre-install,pre-upgrade");
    assertThat(arguments(job))
        .containsExactly(
            "migrate",
            "--bootstrap-servers",
            "a:9092,b:9092",
            "--partitions",
            "24",
            "--replication-factor",
            "2");
  }

  @Test
  void topicsOrBothAreLeftToOthersWhereTheValuesSaySo() {
    List<JsonNode> withoutTopics = Chart.render("topics: {create: false}");

    assertThat(arguments(Chart.one(withoutTopics, "Job", "migrate"))).containsExactly("migrate");
    assertThat(Chart.ofKind(Chart.render("migration: {enabled: false}"), "Job")).isEmpty();
  }

  private static List<String> arguments(JsonNode job) {
    return Repository.texts(job.at("/spec/template/spec/containers/0/args"));
  }
}
