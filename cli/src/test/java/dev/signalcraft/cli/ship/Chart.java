// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart, rendered by helm's own library. */
final class Chart {
  /** Every value given, none of them the default. */
  static final String FULL_VALUES =
      """
      nameOverride: signals
      imagePullSecrets: [pull-secret]
      commonLabels: {team: platform}
      image:
        app: {repository: mirror/app, tag: 1.2.3, pullPolicy: Always}
        jobs: {repository: mirror/jobs, tag: 1.2.3, pullPolicy: Always}
      kafka: {bootstrapServers: "a:9092,b:9092"}
      postgres:
        url: jdbc:postgresql://db:5432/alerts?sslmode=require
        user: writer
        passwordSecret: {name: db, key: pass}
      keyset: {name: keys, key: k.json}
      tokens: {name: tokens, key: t}
      topics: {partitions: 24, replicationFactor: 2}
      flink:
        start: 2026-03-01T00:00:00.000Z
        state: {dir: "s3://bucket/flink", volume: {enabled: false}}
        builtInPlugins: [flink-s3-fs-presto-2.2.1.jar]
        serviceAccount: {create: false, name: flink}
        configuration: {execution.checkpointing.interval: 1s}
      jobs:
        ingest: {parallelism: 12, upgradeMode: last-state}
        alerts: {taskSlots: 4, configuration: {state.backend.type: hashmap}}
        delivery: {secretFiles: [channel-files, more-files]}
        tables: {args: ["--start", "earliest"], initialSavepointPath: "s3://bucket/flink/sp-1"}
      gateway:
        replicas: 5
        secretEnv: [integration-secrets]
        secretFiles: [integration-files]
        env: {SIGNALCRAFT_GATEWAY_MAX_CONNECTIONS: "64"}
        javaOptions: -Xss512k
        ingress: {enabled: true, className: nginx, host: hooks.example.org, tlsSecret: hooks-tls, annotations: {a: b}}
        podAnnotations: {prometheus.io/scrape: "true"}
        nodeSelector: {disk: fast}
        tolerations: [{key: spot, operator: Exists}]
        affinity: {podAntiAffinity: {}}
      console:
        service: {type: LoadBalancer, port: 8443, annotations: {internal: "true"}}
        podDisruptionBudget: {enabled: false}
        ingress: {enabled: true, host: alerts.example.org}
      replays: {flinkUrl: "http://replays-rest:8081", jobConfig: /etc/signalcraft/replay.yaml}
      serviceAccount: {create: false, name: apps}
      """;

  /** The annotation of hooks in what {@link #render} gives. */
  static final String HOOK = "rendered.helm.sh/hook";

  private static final Path SOURCE = Repository.path("helm/signalcraft");
  private static final Helm RENDERED = new Helm(withoutHooks());

  private Chart() {}

  static LintResult lint() {
    return new Helm(SOURCE).lint().strict().call();
  }

  /** The library leaves hooks out of what it renders: in this copy they are ordinary resources. */
  private static Path withoutHooks() {
    try {
      Path copy = Files.createTempDirectory("chart");
      try (Stream<Path> paths = Files.walk(SOURCE)) {
        for (Path path : paths.toList()) {
          Path target = copy.resolve(SOURCE.relativize(path).toString());
          if (Files.isDirectory(path)) {
            Files.createDirectories(target);
          } else {
            Files.writeString(target, Files.readString(path).replace(" helm.sh/hook", " " + HOOK));
          }
          target.toFile().deleteOnExit();
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The resources of a release named {@code prod} with these values on top of the defaults. */
  static List<JsonNode> render(String values) {
    Path file;
    try {
      file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        TemplateCommand command = RENDERED.template().withName("prod");
        return Repository.yaml(
            command.withNamespace("alerting").withKubeVersion("1.31").withValuesFile(file).call());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<JsonNode> ofKind(List<JsonNode> resources, String kind) {
    return resources.stream().filter(r -> r.path("kind").asText().equals(kind)).toList();
  }

  /** The one resource of this kind whose name ends so. */
  static JsonNode one(List<JsonNode> resources, String kind, String suffix) {
    List<JsonNode> found =
        ofKind(resources, kind).stream()
            .filter(r -> r.at("/metadata/name").asText().endsWith(suffix))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + kind + " …" + suffix);
    }
    return found.get(0);
  }
}
