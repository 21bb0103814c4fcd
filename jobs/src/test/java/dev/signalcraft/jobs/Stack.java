// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs;

import static org.awaitility.Awaitility.await;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.embedded.kafka.EmbeddedKafka;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.sql.Migrations;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Real Kafka, real Postgres and a Flink cluster in this JVM, with the settings of production. */
public final class Stack implements AutoCloseable {
  public final EmbeddedKafka kafka;
  public final EmbeddedPostgres postgres;
  private final Path directory;
  private final MiniCluster flink;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  /** What {@code AlertsJob::assemble} and the others are. */
  @FunctionalInterface
  public interface Assembly {
    void into(
        StreamExecutionEnvironment env, List<String> arguments, Map<String, String> environment);
  }

  private Stack(Path directory, int taskManagers) throws Exception {
    this.directory = directory;
    this.kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    this.kafka.createTopics(4);
    this.postgres = EmbeddedPostgres.startForTests(directory.resolve("postgres"));
    Migrations.apply(postgres.jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
    // No TaskManager at all means that the test brings a cluster of its own.
    this.flink =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration())
                .setNumTaskManagers(Math.max(1, taskManagers))
                .setNumSlotsPerTaskManager(8)
                .build());
    if (taskManagers > 0) {
      flink.start();
    }
    Properties properties = client();
    properties.setProperty("linger.ms", "5");
    properties.setProperty("acks", "all");
    properties.setProperty("max.request.size", Integer.toString(Topic.MAX_RECORD_BYTES));
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public static Stack start(Path directory) throws Exception {
    return new Stack(directory, 1);
  }

  public static Stack start(Path directory, int taskManagers) throws Exception {
    return new Stack(directory, taskManagers);
  }

  private Configuration configuration() {
    Configuration c = new Configuration();
    c.setString("state.backend.type", "rocksdb");
    c.setString("state.backend.rocksdb.use-bloom-filter", "true");
    c.setString("state.backend.rocksdb.memory.partitioned-index-filters", "true");
    c.setString("execution.checkpointing.interval", "500ms");
    c.setString("execution.checkpointing.incremental", "true");
    c.setString("execution.checkpointing.tolerable-failed-checkpoints", "100");
    c.setString(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    c.setString("execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
    c.setString("pipeline.object-reuse", "true");
    c.setString("pipeline.generic-types", "false");
    c.setString("pipeline.auto-generate-uids", "false");
    c.setString("pipeline.max-parallelism", "128");
    c.setString("restart-strategy.type", "exponential-delay");
    c.setString("restart-strategy.exponential-delay.initial-backoff", "200ms");
    c.setString("restart-strategy.exponential-delay.max-backoff", "2s");
    c.setString("rest.bind-port", "0");
    c.setString("rest.port", "0");
    c.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    return c;
  }

  /** Starts a job from nothing or from a savepoint. */
  public JobID run(Assembly job, int parallelism, String savepoint, String... arguments)
      throws Exception {
    Configuration configuration = configuration();
    if (savepoint != null) {
      configuration.setString("execution.state-recovery.path", savepoint);
    }
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    List<String> all = new ArrayList<>(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    all.addAll(List.of(arguments));
    job.into(env, all, Map.of());
    JobGraph graph = env.getStreamGraph().getJobGraph();
    JobID id = flink.submitJob(graph).get().getJobID();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> flink.getJobStatus(id).get() == JobStatus.RUNNING);
    return id;
  }

  /** The arguments of TablesJob for this Postgres. */
  public String[] tablesArguments(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--start",
                "earliest",
                "--postgres.url",
                postgres.jdbcUrl(),
                "--postgres.password",
                EmbeddedPostgres.NAME));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  public MiniCluster flink() {
    return flink;
  }

  /** Appends a record, sooner or later; {@link #flushSent} waits for it. */
  public void send(Topic topic, String key, byte[] value, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic.topicName(), key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    headers.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    sent.add(producer.send(record));
  }

  /** Waits until Kafka has everything that was sent. */
  public void flushSent() throws Exception {
    for (Future<RecordMetadata> future : sent) {
      future.get();
    }
    sent.clear();
  }

  /** Everything that lies in a topic now. */
  public List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    Properties properties = client();
    properties.setProperty("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  private Properties client() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
    return properties;
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The rows of a query, each as its columns joined by a bar. */
  public List<String> rows(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.NAME, EmbeddedPostgres.NAME);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i > 1 ? "|" : "").append(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new UncheckedIOException(new java.io.IOException(e));
    }
  }

  @Override
  public void close() throws Exception {
    producer.close(Duration.ofSeconds(2));
    flink.close();
    kafka.close();
    postgres.close();
  }
}
