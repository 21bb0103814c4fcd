// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.gateway.config.Sender;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a sender is who it claims to be.
 *
 * <p>The work depends on the request alone: an integration that does not exist costs as much as one
 * that does, so that neither the answer nor its time tells which names are taken.
 */
final class Verifier {
  /** Secrets that are always tried, real ones or not: two while one is rotated. */
  private static final int LEAST_SECRETS = 2;

  private static final byte[] NOBODYS_SECRET = SecureRandom.getSeed(32);
  private static final List<String> NOBODYS_KEYS = List.of("0".repeat(64));

  private Verifier() {}

  /** Whether one of the credentials is valid for the sender; null is nobody. */
  static boolean accepts(
      @Nullable Sender sender, Credentials credentials, byte[] wire, byte[] decoded) {
    boolean valid = false;
    String signature = credentials.signature();
    if (signature != null) {
      byte[] shown = ascii(signature.toLowerCase(Locale.ROOT));
      List<byte[]> secrets = sender == null ? List.of() : sender.secrets();
      for (int i = 0; i < Math.max(LEAST_SECRETS, secrets.size()); i++) {
        boolean real = i < secrets.size();
        byte[] secret = real ? secrets.get(i) : NOBODYS_SECRET;
        valid = (MessageDigest.isEqual(hmac(secret, wire), shown) && real) || valid;
        if (decoded != wire) {
          valid = (MessageDigest.isEqual(hmac(secret, decoded), shown) && real) || valid;
        }
      }
    }
    for (String key : credentials.keys()) {
      byte[] shown = ascii(sha256(key));
      List<String> hashes = sender == null ? List.of() : sender.keySha256();
      for (String hash : hashes.isEmpty() ? NOBODYS_KEYS : hashes) {
        valid = (MessageDigest.isEqual(ascii(hash), shown) && !hashes.isEmpty()) || valid;
      }
    }
    return valid;
  }

  private static byte[] hmac(byte[] secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return ascii(HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }

  /** The hash of a key as documents keep it. */
  static String sha256(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
