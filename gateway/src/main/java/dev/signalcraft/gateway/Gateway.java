// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway;

import dev.signalcraft.domain.config.KafkaSettings;
import dev.signalcraft.domain.ingest.MetricSamples;
import dev.signalcraft.domain.secret.Secrets;
import dev.signalcraft.gateway.config.Brokers;
import dev.signalcraft.gateway.config.ConfigFollower;
import dev.signalcraft.gateway.config.Senders;
import dev.signalcraft.gateway.delivery.SlackActions;
import dev.signalcraft.gateway.delivery.SlackReplies;
import dev.signalcraft.gateway.http.HttpServer;
import dev.signalcraft.gateway.http.RequestMetrics;
import dev.signalcraft.gateway.ingest.Intake;
import dev.signalcraft.gateway.ingest.KafkaLog;
import dev.signalcraft.gateway.ingest.MetricsEndpoint;
import dev.signalcraft.gateway.ingest.WebhookEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** Where Slack takes answers to clicks. */
  private static final String SLACK_HOOKS = "https://hooks.slack.com";

  private final KafkaLog log;
  private final ConfigFollower follower;
  private final RequestMetrics metrics;
  private final HttpServer server;

  private Gateway(
      KafkaLog log, ConfigFollower follower, RequestMetrics metrics, HttpServer server) {
    this.log = log;
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
    Senders senders =
        new Senders(
            Secrets.read(settings.keysetFile(), settings.secretsDirectory(), System.getenv()));
    Brokers brokers =
        new Brokers(
            KafkaSettings.client(settings.bootstrapServers(), settings.kafkaPropertiesFile()));
    KafkaLog log = new KafkaLog(brokers, settings.produceTimeout(), settings.maxBufferedBytes());
    ConfigFollower follower = new ConfigFollower(brokers, senders, log::locate);
    RequestMetrics metrics = new RequestMetrics();
    // While a body waits for Kafka nothing moves on its connection.
    Duration idle = settings.readTimeout().plus(settings.produceTimeout());
    try {
      HttpServer server =
          new HttpServer(
              new HttpServer.Limits(
                  settings.host(), settings.port(), settings.maxConnections(), idle),
              metrics,
              executor -> routes(settings, follower, senders, log, metrics, executor));
      LOG.info("The gateway listens on {}", server.url());
      return new Gateway(log, follower, metrics, server);
    } catch (RuntimeException e) {
      follower.close();
      log.close();
      metrics.close();
      throw e;
    }
  }

  private static List<HttpServer.Route> routes(
      GatewaySettings settings,
      ConfigFollower follower,
      Senders senders,
      KafkaLog log,
      RequestMetrics metrics,
      Executor executor) {
    Intake.Limits limits =
        new Intake.Limits(
            settings.maxBodyBytes(), settings.maxBufferedBytes(), settings.readTimeout());
    Intake intake = new Intake(limits, follower::refusal, executor);
    return Routes.of(
        new SlackActions(
            intake,
            senders::slackApp,
            senders.workspaces(),
            log,
            new SlackReplies(SLACK_HOOKS),
            System::currentTimeMillis),
        new WebhookEndpoint(intake, senders::find, log),
        new MetricsEndpoint(
            intake,
            senders::owner,
            new MetricSamples(senders.workspaces()),
            log,
            metrics,
            System::currentTimeMillis),
        follower::obstacle,
        metrics);
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
    log.close();
    metrics.close();
  }
}
