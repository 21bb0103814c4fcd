// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.json.Json;
import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A request of Slack's: what was signed and by which signature.
 *
 * @param time of its sending in seconds, as it is written
 * @param signature {@code v0=} and hex digits
 * @param body as it came
 */
record SlackRequest(String time, String signature, byte[] body) {
  private static final long WINDOW_SECONDS = 300;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
  private static final String PAYLOAD = "payload=";

  static SlackRequest of(Context request, byte[] body) {
    return new SlackRequest(
        orEmpty(request.header("X-Slack-Request-Timestamp")),
        orEmpty(request.header("X-Slack-Signature")),
        body);
  }

  private static String orEmpty(@Nullable String header) {
    return header == null ? "" : header;
  }

  /** Whether it was sent within five minutes of now, by either clock. */
  boolean isFresh(long nowMillis) {
    return SECONDS.matcher(time).matches()
        && Math.abs(nowMillis / 1_000 - Long.parseLong(time)) <= WINDOW_SECONDS;
  }

  /** Whether it is signed with this secret. */
  boolean isSignedWith(byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(("v0:" + time + ":").getBytes(StandardCharsets.UTF_8));
      String made = "v0=" + HexFormat.of().formatHex(mac.doFinal(body));
      return MessageDigest.isEqual(
          made.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  /** The JSON of the form's field {@code payload}; missing where there is none. */
  JsonNode payload() {
    for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      if (field.startsWith(PAYLOAD)) {
        try {
          return Json.mapper()
              .readTree(
                  URLDecoder.decode(field.substring(PAYLOAD.length()), StandardCharsets.UTF_8));
        } catch (JsonProcessingException | IllegalArgumentException e) {
          break;
        }
      }
    }
    return Json.mapper().missingNode();
  }

  /** Neither what was signed nor the signature. */
  @Override
  public String toString() {
    return "request of Slack at " + time;
  }
}
