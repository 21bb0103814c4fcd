// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.WebUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The way of JSON to all channels that speak HTTP. It never blocks who calls it, follows no
 * redirect, repeats nothing by itself, and connects to the very address that was checked; the name
 * of the certificate is still that of the URL. A connection belongs to one address of one host, so
 * that a slow receiver holds up no other.
 */
final class HttpChannels implements AutoCloseable {
  private static final int CONNECTIONS_PER_HOST = 64;

  /** Many servers close what was idle for five seconds: that must not meet a request. */
  private static final TimeValue IDLE = TimeValue.ofSeconds(4);

  /** Everything that it looks up itself has no answer: {@link Lookups} has given it before. */
  private static final DnsResolver NO_SECOND_LOOK =
      new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
          throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
          throw new UnknownHostException(host);
        }
      };

  private final Lookups lookups;
  private final Duration timeout;
  private final CloseableHttpAsyncClient client;

  /**
   * A client.
   *
   * @param timeout of an attempt, from the look-up of the host to the end of the answer
   * @param tls whom to trust; null for those whom the runtime trusts
   */
  HttpChannels(Lookups lookups, Duration timeout, @Nullable SSLContext tls) {
    this.lookups = lookups;
    this.timeout = timeout;
    Timeout most = Timeout.of(timeout);
    // By itself the asynchronous client trusts a certificate of any name.
    ClientTlsStrategyBuilder tlsStrategy =
        ClientTlsStrategyBuilder.create()
            .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH)
            .setHostnameVerifier(new DefaultHostnameVerifier());
    if (tls != null) {
      tlsStrategy.setSslContext(tls);
    }
    client =
        HttpAsyncClients.custom()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setDnsResolver(NO_SECOND_LOOK)
                    .setTlsStrategy(tlsStrategy.buildAsync())
                    .setDefaultTlsConfig(
                        TlsConfig.custom()
                            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                            .setHandshakeTimeout(most)
                            .build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(most)
                            .setSocketTimeout(most)
                            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                            .setTimeToLive(TimeValue.ofMinutes(5))
                            .build())
                    .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                    .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                    .build())
            .setThreadFactory(new DefaultThreadFactory("delivery-http", true))
            .setUserAgent("Signalcraft")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .evictIdleConnections(IDLE)
            .build();
    client.start();
  }

  /**
   * Sends JSON.
   *
   * @param attempt from 1; each takes the next address of the host
   * @return the answer, of which the head at least has come, within the time-out
   */
  CompletableFuture<HttpAnswer> post(
      WebUrl url, boolean allowPrivate, int attempt, Map<String, String> headers, String json) {
    AnswerReader reader = new AnswerReader();
    CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    var unused =
        lookups
            .find(url.host(), allowPrivate)
            .whenComplete(
                (addresses, fault) -> {
                  if (fault != null) {
                    answer.completeExceptionally(fault);
                  } else if (!answer.isDone()) {
                    exchange(url, next(addresses, attempt), headers, json, reader, answer);
                  }
                });
    return answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (whole, fault) -> {
              HttpAnswer come = whole != null ? whole : reader.soFar();
              if (come == null) {
                throw new CompletionException(fault);
              }
              return come;
            });
  }

  private static InetAddress next(List<InetAddress> addresses, int attempt) {
    return addresses.get(Math.floorMod(attempt - 1, addresses.size()));
  }

  private void exchange(
      WebUrl url,
      InetAddress address,
      Map<String, String> headers,
      String json,
      AnswerReader reader,
      CompletableFuture<HttpAnswer> answer) {
    boolean usualPort = url.port() == (url.scheme().equals("https") ? 443 : 80);
    HttpHost host = new HttpHost(url.scheme(), address, url.host(), usualPort ? -1 : url.port());
    AsyncRequestBuilder request =
        AsyncRequestBuilder.post()
            .setHttpHost(host)
            .setPath(url.target())
            .setEntity(json.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
    headers.forEach(request::setHeader);
    Future<HttpAnswer> exchange =
        client.execute(
            host,
            request.build(),
            reader,
            null,
            null,
            new FutureCallback<>() {
              @Override
              public void completed(HttpAnswer result) {
                answer.complete(result);
              }

              @Override
              public void failed(Exception fault) {
                answer.completeExceptionally(fault);
              }

              @Override
              public void cancelled() {
                answer.cancel(false);
              }
            });
    // After a time-out nothing goes on. After an answer its connection is kept for the next.
    var unused =
        answer.whenComplete(
            (whole, fault) -> {
              if (fault != null) {
                exchange.cancel(true);
              }
            });
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
