// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook shows to prove itself, as Standard Webhooks (standardwebhooks.com) has it: {@code
 * v1,} and the Base64 HMAC-SHA256 over id, time in seconds and body, joined by points.
 */
public final class WebhookSignature {
  private static final String ENCODED = "whsec_";

  private WebhookSignature() {}

  /**
   * The headers {@code webhook-id}, {@code webhook-timestamp} and, with a secret, {@code
   * webhook-signature}.
   *
   * @param secret {@code whsec_} and the key in Base64, or any other text, whose bytes are the key
   */
  public static Map<String, String> headers(
      String id, long epochSeconds, String body, @Nullable String secret) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(epochSeconds));
    if (secret != null) {
      byte[] signed = (id + "." + epochSeconds + "." + body).getBytes(StandardCharsets.UTF_8);
      headers.put(
          "webhook-signature",
          "v1," + Base64.getEncoder().encodeToString(hmac(key(secret), signed)));
    }
    return headers;
  }

  private static byte[] key(String secret) {
    if (!secret.startsWith(ENCODED)) {
      return secret.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
    } catch (IllegalArgumentException e) {
      // Without its cause, which quotes the secret.
      throw new IllegalArgumentException("spec.secret: behind whsec_ stands the key in Base64");
    }
  }

  private static byte[] hmac(byte[] key, byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(signed);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("spec.secret: is no key of HMAC-SHA256", e);
    }
  }
}
