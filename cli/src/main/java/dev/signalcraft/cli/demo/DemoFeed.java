// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.demo;

import dev.signalcraft.domain.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts the deliveries of {@link DemoDeliveries} as signed webhooks, a few in a second, and writes
 * the {@link DemoEvents} of other sources to Kafka, one for every few of them.
 */
public final class DemoFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoFeed.class);
  private static final long SEED = 20_260_301;
  private static final long PERIOD_MILLIS = 300;
  private static final int WEBHOOKS_PER_EVENT = 4;

  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final Timer clock = new Timer("demo", true);
  private final URI target;
  private final Signature signature;
  private final KafkaProducer<String, String> kafka;
  private final DemoDeliveries deliveries;
  private final DemoEvents events;
  private int sent;

  private DemoFeed(URI target, String secret, String bootstrapServers, long start) {
    this.target = target;
    this.signature = new Signature(secret);
    this.kafka =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
    this.deliveries = new DemoDeliveries(SEED, start);
    this.events = new DemoEvents(SEED, start);
  }

  /** Starts to feed the integration at this address, and this Kafka. */
  public static DemoFeed start(String target, String secret, String bootstrapServers) {
    // Ids differ between starts, or all but the first would send nothing but duplicates.
    long start = System.currentTimeMillis();
    DemoFeed feed = new DemoFeed(URI.create(target), secret, bootstrapServers, start);
    feed.clock.schedule(
        new TimerTask() {
          @Override
          public void run() {
            feed.send();
          }
        },
        0,
        PERIOD_MILLIS);
    return feed;
  }

  private void send() {
    post();
    if (++sent % WEBHOOKS_PER_EVENT == 0) {
      var unused = kafka.send(new ProducerRecord<>(Topic.EVENTS.topicName(), events.next()));
    }
  }

  private void post() {
    DemoDeliveries.Delivery delivery = deliveries.next();
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("Sentry-Hook-Resource", delivery.resource())
            .header("Sentry-Hook-Signature", signature.of(delivery.body()))
            .POST(BodyPublishers.ofString(delivery.body()))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 202) {
        LOG.warn("the gateway answered {} to a demo webhook", status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // The feed goes on: a demo outlives a restart of what it feeds.
      LOG.warn("a demo webhook was not taken", e);
    }
  }

  @Override
  public void close() {
    clock.cancel();
    kafka.close(CLOSE);
  }
}
