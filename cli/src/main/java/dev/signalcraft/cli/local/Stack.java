// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.cli.demo.DemoFeed;
import dev.signalcraft.cli.flink.LocalFlink;
import dev.signalcraft.cli.flink.LocalJob;
import dev.signalcraft.cli.local.Parts.Part;
import dev.signalcraft.console.Console;
import dev.signalcraft.console.ConsoleSettings;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.gateway.Gateway;
import dev.signalcraft.gateway.GatewaySettings;
import dev.signalcraft.jobs.delivery.DeliveryJob;
import dev.signalcraft.jobs.grouping.AlertsJob;
import dev.signalcraft.jobs.ingest.IngestJob;
import dev.signalcraft.jobs.monitor.MonitorsJob;
import dev.signalcraft.jobs.tables.TablesJob;
import dev.signalcraft.sql.Migrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka, Postgres, Flink with its jobs, gateway and console, all in this process. */
public final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);
  private static final int PARTITIONS = 4;

  /** Those that always run, and a replay. */
  private static final int JOBS = 6;

  private static final Map<String, String> NO_ENVIRONMENT = Map.of();

  /** Whoever has a token here is at home on this machine. */
  private static final String SECRETS_ANYWHERE = "--secrets-directory=/";

  private final DataDirectory data;
  private final StackSettings settings;
  private final Parts parts = new Parts();
  private final Startup startup;

  /** A stack on this data; nothing runs yet. */
  Stack(DataDirectory data, StackSettings settings, Progress progress) {
    this.data = data;
    this.settings = settings;
    this.startup = new Startup(progress);
  }

  /** Starts everything and waits until all of it is healthy. */
  Addresses start() throws InterruptedException, ExecutionException {
    settings.requireFreePorts();
    var postgres = startup.step("Postgres", this::postgres);
    var kafka = startup.step("Kafka", this::kafka);
    var flink = startup.step("Flink", this::flink);
    var credentials = startup.step("secrets", () -> Credentials.of(data));
    var tables =
        startup.step(
            "migrations",
            () -> {
              Migrations.apply(
                  postgres.join().jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
              return postgres.join().jdbcUrl();
            },
            postgres);
    var topics =
        startup.step("topics", () -> topics(kafka.join(), credentials), kafka, credentials);
    var gateway = startup.step("gateway", () -> gateway(topics.join()), topics);
    var console =
        startup.step(
            "console",
            () -> console(flink.join(), topics.join(), tables.join()),
            flink,
            topics,
            tables,
            credentials);
    for (LocalJob job :
        List.of(
            ingest(topics),
            alerts(topics),
            monitors(topics),
            tables(topics, tables),
            delivery(data, topics))) {
      var unused = startup.step("job " + job.name(), () -> run(flink, job), flink, topics, tables);
    }
    startup.await();
    Addresses addresses =
        new Addresses(
            console.join().url(),
            flink.join().address(),
            gateway.join().url(),
            topics.join(),
            postgres.join().port(),
            credentials.join().demoSecret(),
            credentials.join().demoKey(),
            credentials.join().token());
    if (settings.demo()) {
      parts.keep(
          Part.FEED,
          DemoFeed.start(addresses.webhooks(), addresses.demoSecret(), addresses.kafka()));
    }
    return addresses;
  }

  /** Stops everything; what has been confirmed stays. */
  @Override
  public void close() {
    try {
      startup.settle();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.close();
  }

  private EmbeddedPostgres postgres() {
    EmbeddedPostgres postgres =
        parts.keep(
            Part.POSTGRES,
            EmbeddedPostgres.start(data.resolve("postgres"), settings.postgresPort()));
    parts.keep(Part.POSTGRES_WATCH, PostgresWatch.over(postgres));
    return postgres;
  }

  private EmbeddedKafka kafka() {
    return parts.keep(Part.KAFKA, EmbeddedKafka.start(data.resolve("kafka"), settings.kafkaPort()));
  }

  private LocalFlink flink() throws Exception {
    return parts.keep(
        Part.FLINK,
        LocalFlink.start(
            data.resolve("checkpoints"),
            data.resolve("tmp"),
            data.log(),
            settings.flinkPort(),
            JOBS));
  }

  private String topics(EmbeddedKafka kafka, CompletableFuture<Credentials> credentials)
      throws InterruptedException, ExecutionException {
    kafka.createTopics(PARTITIONS).forEach(LOG::warn);
    DemoIntegration.publish(kafka.bootstrapServers(), credentials.join());
    return kafka.bootstrapServers();
  }

  private Gateway gateway(String bootstrapServers) throws InterruptedException {
    List<String> arguments =
        List.of(
            "--bootstrap-servers=" + bootstrapServers,
            "--gateway.port=" + settings.gatewayPort(),
            "--keyset-file=" + data.resolve(Credentials.KEYSET_FILE),
            SECRETS_ANYWHERE);
    Gateway gateway =
        parts.keep(Part.GATEWAY, Gateway.start(GatewaySettings.read(arguments, NO_ENVIRONMENT)));
    new Readiness().await(gateway.url());
    return gateway;
  }

  private Console console(LocalFlink flink, String bootstrapServers, String jdbcUrl)
      throws Exception {
    List<String> arguments = new ArrayList<>(postgresArguments(jdbcUrl));
    arguments.addAll(OwnReplays.arguments(data, flink, bootstrapServers, jdbcUrl));
    arguments.add("--bootstrap-servers=" + bootstrapServers);
    arguments.add("--console.port=" + settings.consolePort());
    arguments.add("--tokens-file=" + data.resolve(Credentials.TOKENS_FILE));
    Console console =
        parts.keep(Part.CONSOLE, Console.start(ConsoleSettings.read(arguments, NO_ENVIRONMENT)));
    new Readiness().await(console.url());
    return console;
  }

  private static LocalJob ingest(CompletableFuture<String> topics) {
    return new LocalJob(
        IngestJob.NAME,
        env -> IngestJob.assemble(env, kafkaArguments(topics.join()), NO_ENVIRONMENT));
  }

  private static LocalJob alerts(CompletableFuture<String> topics) {
    return new LocalJob(
        AlertsJob.NAME,
        env -> AlertsJob.assemble(env, kafkaArguments(topics.join()), NO_ENVIRONMENT));
  }

  private static LocalJob monitors(CompletableFuture<String> topics) {
    return new LocalJob(
        MonitorsJob.NAME,
        env -> MonitorsJob.assemble(env, kafkaArguments(topics.join()), NO_ENVIRONMENT),
        Map.of("state.backend.type", "hashmap"));
  }

  private static LocalJob tables(
      CompletableFuture<String> topics, CompletableFuture<String> tables) {
    return new LocalJob(
        TablesJob.NAME,
        env -> {
          List<String> arguments = new ArrayList<>(kafkaArguments(topics.join()));
          arguments.addAll(postgresArguments(tables.join()));
          TablesJob.assemble(env, arguments, NO_ENVIRONMENT);
        });
  }

  /** Without a checkpoint from now on: nobody is told again what was decided in the past. */
  private static LocalJob delivery(DataDirectory data, CompletableFuture<String> topics) {
    return new LocalJob(
        DeliveryJob.NAME,
        env -> {
          List<String> arguments = new ArrayList<>(kafkaArguments(topics.join(), "now"));
          arguments.add("--keyset-file=" + data.resolve(Credentials.KEYSET_FILE));
          arguments.add(SECRETS_ANYWHERE);
          arguments.add("--allow-private-receivers=true");
          DeliveryJob.assemble(env, arguments, NO_ENVIRONMENT);
        });
  }

  /** Without a checkpoint from the beginning: what is read again is known, or recorded as stale. */
  private static List<String> kafkaArguments(String bootstrapServers) {
    return kafkaArguments(bootstrapServers, "earliest");
  }

  private static List<String> kafkaArguments(String bootstrapServers, String start) {
    return List.of("--bootstrap-servers=" + bootstrapServers, "--start=" + start);
  }

  private static List<String> postgresArguments(String jdbcUrl) {
    return List.of(
        "--postgres.url=" + jdbcUrl,
        "--postgres.user=" + EmbeddedPostgres.NAME,
        "--postgres.password=" + EmbeddedPostgres.NAME);
  }

  private static String run(CompletableFuture<LocalFlink> flink, LocalJob job) throws Exception {
    flink.join().submit(job).awaitHealthy();
    return job.name();
  }
}
