// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.ingest.AlertEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes two alerts the same problem: the first 16 bytes, as 32 lower-case hex digits, of the
 * SHA-256 over workspace, source, project, environment and fingerprint joined by U+001F.
 */
public final class GroupKey {
  private static final char SEPARATOR = '\u001f';

  private GroupKey() {}

  /** The key of an event. */
  public static String of(AlertEvent event) {
    return of(
        event.workspace(),
        event.source(),
        event.project(),
        event.environment(),
        event.fingerprint());
  }

  /** The key of these five fields; a U+001F inside one counts as a space. */
  public static String of(
      String workspace, String source, String project, String environment, String fingerprint) {
    return hash(workspace, source, project, environment, fingerprint);
  }

  /** 32 hex digits of the SHA-256 over the fields joined by U+001F. */
  public static String hash(String... fields) {
    StringBuilder joined = new StringBuilder(160);
    for (int i = 0; i < fields.length; i++) {
      if (i > 0) {
        joined.append(SEPARATOR);
      }
      joined.append(fields[i].replace(SEPARATOR, ' '));
    }
    byte[] digest = sha256().digest(joined.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether the text has the form of a key. */
  public static boolean isValid(String text) {
    if (text.length() != 32) {
      return false;
    }
    for (int i = 0; i < 32; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is {@code <group key>-<epoch milliseconds>}. */
  public static boolean isGroupId(String text) {
    int digits = text.length() - 33;
    if (digits < 1 || digits > 15 || text.charAt(32) != '-' || !isValid(text.substring(0, 32))) {
      return false;
    }
    for (int i = 33; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The key of which this group id is an episode. */
  public static String ofGroup(String groupId) {
    return groupId.substring(0, 32);
  }

  /** The log time at which the episode of this group id opened, in epoch milliseconds. */
  public static long openedAt(String groupId) {
    return Long.parseLong(groupId, 33, groupId.length(), 10);
  }
}
