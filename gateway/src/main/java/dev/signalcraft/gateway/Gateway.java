// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.gateway.config.Brokers;
import dev.signalcraft.gateway.config.ConfigFollower;
import dev.signalcraft.gateway.config.Senders;
import dev.signalcraft.gateway.http.HttpServer;
import dev.signalcraft.gateway.http.RequestMetrics;
import dev.signalcraft.gateway.ingest.WebhookEndpoint;
import dev.signalcraft.gateway.ingest.WebhookTopic;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final WebhookTopic topic;
  private final ConfigFollower follower;
  private final RequestMetrics metrics;
  private final HttpServer server;

  private Gateway(
      WebhookTopic topic, ConfigFollower follower, RequestMetrics metrics, HttpServer server) {
    this.topic = topic;
    this.follower = follower;
    this.metrics = metrics;
    this.server = server;
  }

  /**
   * Starts a gateway. It listens at once and is ready when {@code /ready} says so: Kafka need not
   * be there yet, not even by name.
   *
   * @throws IllegalArgumentException when a setting cannot be used, with what to do
   */
  public static Gateway start(GatewaySettings settings) {
    Senders senders = new Senders(Secrets.read(settings.keysetFile(), System.getenv()));
    Brokers brokers =
        new Brokers(
            KafkaSettings.client(settings.bootstrapServers(), settings.kafkaPropertiesFile()));
    WebhookTopic topic =
        new WebhookTopic(brokers, settings.produceTimeout(), settings.maxBufferedBytes());
    ConfigFollower follower = new ConfigFollower(brokers, senders, topic::locate);
    RequestMetrics metrics = new RequestMetrics();
    // While a body waits for Kafka nothing moves on its connection.
    Duration idle = settings.readTimeout().plus(settings.produceTimeout());
    try {
      HttpServer server =
          new HttpServer(
              new HttpServer.Limits(
                  settings.host(), settings.port(), settings.maxConnections(), idle),
              metrics,
              executor ->
                  Routes.of(
                      new WebhookEndpoint(
                          new WebhookEndpoint.Limits(
                              settings.maxBodyBytes(),
                              settings.maxBufferedBytes(),
                              settings.readTimeout()),
                          follower::refusal,
                          senders::find,
                          topic,
                          executor),
                      follower::obstacle,
                      metrics));
      LOG.info("The gateway listens on {}", server.url());
      return new Gateway(topic, follower, metrics, server);
    } catch (RuntimeException e) {
      follower.close();
      topic.close();
      metrics.close();
      throw e;
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Where it is found, without a slash at the end. */
  public String url() {
    return server.url();
  }

  /** Answers what is under way, then ends. */
  @Override
  public void close() {
    server.close();
    follower.close();
    topic.close();
    metrics.close();
  }
}
