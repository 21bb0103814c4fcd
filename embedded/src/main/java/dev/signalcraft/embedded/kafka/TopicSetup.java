// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.kafka;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.embedded.StartFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/** Brings a Kafka cluster to hold every topic. Leaves alone what is there. */
public final class TopicSetup {
  private final Admin admin;
  private final int partitions;
  private final short replication;

  /** For topics with this many partitions and replicas each. */
  public TopicSetup(Admin admin, int partitions, short replication) {
    this.admin = admin;
    this.partitions = partitions;
    this.replication = replication;
  }

  /**
   * Creates the topics that are missing.
   *
   * @return one line for each topic that is there with another number of partitions
   * @throws StartFault where the cluster cannot be reached or refuses
   */
  public List<String> run() {
    try {
      Set<String> present = admin.listTopics().names().get();
      List<NewTopic> missing = new ArrayList<>();
      List<String> existing = new ArrayList<>();
      for (Topic topic : Topic.values()) {
        if (present.contains(topic.topicName())) {
          existing.add(topic.topicName());
        } else {
          missing.add(describe(topic));
        }
      }
      create(missing);
      return differences(existing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topics", e);
    } catch (ExecutionException e) {
      throw new StartFault("cannot create the topics: " + e.getMessage(), e);
    }
  }

  private NewTopic describe(Topic topic) {
    return new NewTopic(topic.topicName(), topic.partitions(partitions), replication)
        .configs(
            Map.of(
                "message.timestamp.type",
                "LogAppendTime",
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(topic.retentionMillis()),
                "max.message.bytes",
                Integer.toString(Topic.MAX_RECORD_BYTES)));
  }

  private void create(List<NewTopic> missing) throws InterruptedException, ExecutionException {
    for (var created : admin.createTopics(missing).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        // Another program may do the same at the same time.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  private List<String> differences(List<String> existing)
      throws InterruptedException, ExecutionException {
    Map<String, TopicDescription> found = admin.describeTopics(existing).allTopicNames().get();
    List<String> differences = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      TopicDescription description = found.get(topic.topicName());
      int wanted = topic.partitions(partitions);
      if (description != null && description.partitions().size() != wanted) {
        differences.add(
            "topic %s has %d partitions, not %d; it stays as it is"
                .formatted(topic.topicName(), description.partitions().size(), wanted));
      }
    }
    return differences;
  }
}
