// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.access;

import dev.signalcraft.console.http.Refusal;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a request for the API pass when it brings a token, and notes the token's workspace and whose
 * it is. Follows the file of tokens; while that cannot be read, the tokens read last hold.
 */
public final class Gate implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String WORKSPACE = "signalcraft.workspace";
  private static final String ACTOR = "signalcraft.actor";
  private static final String SCHEME = "bearer ";

  private final Path file;
  private volatile Known known = new Known("", List.of());

  /** The tokens of one state of the file. */
  private record Known(String stamp, List<Token> tokens) {}

  /** A gate that is opened by the tokens of a file. */
  public Gate(Path file) {
    this.file = file;
    if (tokens().isEmpty()) {
      LOG.warn("{} holds no token yet: nobody can use the API", file);
    }
  }

  /** The workspace that the request's token opens. */
  public static String workspace(Context request) {
    return noted(request, WORKSPACE);
  }

  /** Who acts with the request's token, fit to be the actor of a command. */
  public static String actor(Context request) {
    return noted(request, ACTOR);
  }

  private static String noted(Context request, String name) {
    String value = request.attribute(name);
    if (value == null) {
      throw new IllegalStateException("a request passed without a token");
    }
    return value;
  }

  @Override
  public void handle(Context request) {
    if (!request.path().toLowerCase(Locale.ROOT).startsWith("/api")) {
      return;
    }
    Token token = find(request.header("Authorization"));
    if (token == null) {
      throw new Refusal(
          HttpStatus.UNAUTHORIZED_401, "Send a valid token: Authorization: Bearer sc_….");
    }
    request.attribute(WORKSPACE, token.workspace());
    request.attribute(ACTOR, token.actor());
  }

  private @Nullable Token find(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    byte[] hash = Tokens.hash(authorization.substring(SCHEME.length()).strip());
    Token found = null;
    // All of them, each in constant time: the time of an answer says nothing about any.
    for (Token token : tokens()) {
      if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(token.sha256()))) {
        found = token;
      }
    }
    return found;
  }

  private List<Token> tokens() {
    Known last = known;
    try {
      String stamp = stamp();
      if (!stamp.equals(last.stamp())) {
        last = new Known(stamp, Tokens.read(file));
        known = last;
      }
    } catch (IOException e) {
      LOG.warn("Cannot read {}: the tokens read last hold", file, e);
    }
    return last.tokens();
  }

  private String stamp() throws IOException {
    if (!Files.exists(file)) {
      return "none";
    }
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
  }
}
