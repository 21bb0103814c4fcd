// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.flink.LocalFlink;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.jobs.replay.ReplayJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * What lets the local console start replays in the local cluster: a jar that only names the job,
 * whose classes the cluster has already, and a file with what the job needs to know of Kafka and
 * Postgres, which is its owner's alone.
 */
final class OwnReplays {
  private OwnReplays() {}

  /** The arguments of the console. */
  static List<String> arguments(
      DataDirectory data, LocalFlink flink, String bootstrapServers, String jdbcUrl)
      throws IOException, InterruptedException, ExecutionException {
    Path jar = data.resolve("replay.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, ReplayJob.class.getName());
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    ObjectNode ends =
        Json.mapper()
            .createObjectNode()
            .put("bootstrap-servers", bootstrapServers)
            .put("postgres.url", jdbcUrl)
            .put("postgres.user", EmbeddedPostgres.NAME)
            .put("postgres.password", EmbeddedPostgres.NAME);
    Path config = data.resolve("replay.yaml");
    Credentials.write(config, ends.toString());
    return List.of(
        "--flink-url=" + flink.address(),
        "--flink-jar=" + jar,
        "--flink-job-config=" + config,
        "--flink-authorization=" + flink.secret());
  }
}
