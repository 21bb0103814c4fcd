// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.runtime.rest.FileUploadHandler;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only who knows a secret change anything by way of a cluster's REST API: whoever may bring a
 * jar or a job runs what he likes as our user, and a web page that a browser on this machine shows
 * reaches loopback too. Everybody may look, but for the jars. Flink finds it as a service; without
 * a secret in the configuration it stands aside.
 */
public final class OwnerOnly implements InboundChannelHandlerFactory {
  /** Called a secret so that Flink's page does not show it. */
  static final String SECRET = "signalcraft.rest.secret";

  private static final Set<HttpMethod> LOOKING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    String secret = configuration.toMap().get(SECRET);
    return secret == null ? Optional.empty() : Optional.of(new Guard(secret));
  }

  private static final class Guard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

    private final byte[] secret;

    Guard(String secret) {
      this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request && !mayPass(request)) {
        ReferenceCountUtil.release(message);
        LOG.warn("refused {} {}", request.method(), request.uri());
        try {
          FileUploadHandler.getMultipartFileUploads(context).close();
        } catch (IOException e) {
          LOG.warn("what was brought by a request that was refused stays", e);
        }
        var answer =
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.UNAUTHORIZED,
                Unpooled.copiedBuffer("{\"errors\":[\"Not allowed.\"]}", StandardCharsets.UTF_8));
        answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
        var unused = context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
      } else {
        context.fireChannelRead(message);
      }
    }

    private boolean mayPass(HttpRequest request) {
      if (LOOKING.contains(request.method()) && !request.uri().contains("/jars")) {
        return true;
      }
      String given = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
      return MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8));
    }
  }
}
