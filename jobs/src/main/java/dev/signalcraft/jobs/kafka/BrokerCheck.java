// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.kafka;

import dev.signalcraft.domain.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What brokers and topics must be so that a job tells the truth: its topics exist and are wide
 * enough, the broker stamps every record, every record fits, and a transaction may stay open for as
 * long as is asked. Needs the rights to describe the topics and their settings, and, for
 * transactions, those of the cluster.
 */
final class BrokerCheck implements AutoCloseable {
  private static final String STAMP = "message.timestamp.type";
  private static final String SIZE = "max.message.bytes";
  private static final String TRANSACTION = "transaction.max.timeout.ms";

  private final String servers;
  private final Admin admin;

  BrokerCheck(Properties client) {
    this.servers = client.getProperty("bootstrap.servers");
    this.admin = Admin.create(client);
  }

  /** How many partitions a topic has. */
  int partitions(Topic topic) {
    String name = topic.topicName();
    return answer("topic " + name, admin.describeTopics(List.of(name)).topicNameValues().get(name))
        .partitions()
        .size();
  }

  /**
   * The log time that every partition of a topic has reached, in epoch milliseconds; -1 where one
   * is empty.
   */
  long reached(Topic topic) {
    long reached = Long.MAX_VALUE;
    for (ListOffsetsResultInfo newest : offsets(topic, OffsetSpec.maxTimestamp()).values()) {
      reached = Math.min(reached, newest.timestamp());
    }
    return reached;
  }

  /** Throws where a part of a topic that begins at a log time is no longer there as a whole. */
  void reachesBackTo(Topic topic, Instant from) {
    Map<TopicPartition, ListOffsetsResultInfo> first = offsets(topic, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> wanted =
        offsets(topic, OffsetSpec.forTimestamp(from.toEpochMilli()));
    first.forEach(
        (partition, begins) -> {
          ListOffsetsResultInfo found = wanted.get(partition);
          if (begins.offset() > 0 && (found == null || found.offset() == begins.offset())) {
            throw new IllegalStateException(
                "topic %s no longer reaches back to %s; choose a later --since or a shorter --warm-up"
                    .formatted(topic.topicName(), from));
          }
        });
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(Topic topic, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (int partition = partitions(topic) - 1; partition >= 0; partition--) {
      asked.put(new TopicPartition(topic.topicName(), partition), which);
    }
    return answer("the offsets of " + topic.topicName(), admin.listOffsets(asked).all());
  }

  /** Throws where a source is narrower than the job, or a topic is not as it has to be. */
  void topics(int parallelism, Set<Topic> sources, Set<Topic> sinks) {
    Set<Topic> all = EnumSet.copyOf(sources);
    all.addAll(sinks);
    for (Topic topic : all) {
      width(topic, partitions(topic), sources.contains(topic) ? parallelism : 1);
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
      String stamp = setting(resource, STAMP);
      if (!stamp.equals("LogAppendTime")) {
        throw wrong(resource, STAMP, stamp, "LogAppendTime, for log time is the only clock");
      }
      String size = setting(resource, SIZE);
      if (Long.parseLong(size) < Topic.MAX_RECORD_BYTES) {
        throw wrong(resource, SIZE, size, "at least " + Topic.MAX_RECORD_BYTES);
      }
    }
  }

  /** Throws where a broker does not let a transaction stay open for so long. */
  void transactions(Duration timeout) {
    for (Node node : answer("the list of brokers", admin.describeCluster().nodes())) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      String most = setting(resource, TRANSACTION);
      if (Long.parseLong(most) < timeout.toMillis()) {
        throw wrong(
            resource,
            TRANSACTION,
            most,
            "at least %d, which is transaction-timeout; raise the one or lower the other"
                .formatted(timeout.toMillis()));
      }
    }
  }

  private static void width(Topic topic, int partitions, int parallelism) {
    if (topic == Topic.CONFIG) {
      if (partitions != 1) {
        throw new IllegalStateException(
            "topic %s has %d partitions and must have 1: its order settles which version holds"
                .formatted(topic.topicName(), partitions));
      }
    } else if (parallelism > partitions) {
      throw new IllegalStateException(
          "parallelism %d is more than the %d partitions of %s: a source without a partition would stop the clock; lower it"
              .formatted(parallelism, partitions, topic.topicName()));
    }
  }

  private String setting(ConfigResource resource, String name) {
    String what = name + " of " + title(resource);
    return Objects.requireNonNull(
        answer(what, admin.describeConfigs(List.of(resource)).values().get(resource))
            .get(name)
            .value(),
        what);
  }

  private <T> T answer(String what, @Nullable KafkaFuture<T> asked) {
    try {
      return Objects.requireNonNull(asked, what).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          e.getCause() instanceof UnknownTopicOrPartitionException
              ? "%s does not exist at %s; create the topics with 'signalcraft migrate'"
                  .formatted(what, servers)
              : "cannot read %s at %s: %s".formatted(what, servers, e.getCause()),
          e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "cannot read %s at %s: no answer in 30 s".formatted(what, servers), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + what, e);
    }
  }

  private static IllegalStateException wrong(
      ConfigResource resource, String name, String found, String wanted) {
    return new IllegalStateException(
        "%s: %s is %s and must be %s".formatted(title(resource), name, found, wanted));
  }

  private static String title(ConfigResource resource) {
    return resource.type().name().toLowerCase(Locale.ROOT) + " " + resource.name();
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
