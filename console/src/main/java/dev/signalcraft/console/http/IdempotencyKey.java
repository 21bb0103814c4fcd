// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.eclipse.jetty.http.HttpStatus;

/** What a request calls what it asks for, so that it is done once however often it is sent. */
public final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";
  private static final int MAX = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private IdempotencyKey() {}

  /** Whether the request names it. */
  public static boolean isGiven(Context request) {
    return request.header(HEADER) != null;
  }

  /**
   * Its name, or one that no other has.
   *
   * @throws Refusal for a name that is none
   */
  public static String of(Context request) {
    String given = request.header(HEADER);
    if (given == null) {
      byte[] bytes = new byte[16];
      RANDOM.nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }
    if (given.isBlank() || given.length() > MAX) {
      throw new Refusal(
          HttpStatus.BAD_REQUEST_400, "An Idempotency-Key has 1 to " + MAX + " characters.");
    }
    return given;
  }
}
