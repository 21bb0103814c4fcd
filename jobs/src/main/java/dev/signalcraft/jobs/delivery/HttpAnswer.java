// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.SendResult;
import dev.signalcraft.domain.ingest.Text;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param body the beginning of it
 * @param whole whether it is all of it
 * @param retryAfterMillis how long it asks to wait; 0 where it does not
 */
record HttpAnswer(int status, String body, boolean whole, long retryAfterMillis) {
  private static final long MAX_WAIT_MILLIS = 3_600_000;
  private static final BigInteger MOST_SECONDS = BigInteger.valueOf(MAX_WAIT_MILLIS / 1_000);
  private static final int MAX_EXCERPT = 120;

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** What becomes of a send that did not succeed; these secrets are not told. */
  SendResult refusal(Collection<String> secrets) {
    String fault = fault(secrets);
    if (status == 408 || status == 425 || status == 429 || status >= 500) {
      return SendResult.retry(status, fault, retryAfterMillis);
    }
    boolean ofContent = status == 400 || status == 413 || status == 422;
    return ofContent ? SendResult.refused(status, fault) : SendResult.failed(status, fault);
  }

  /** The status and a short excerpt of the body in one line, without these secrets. */
  private String fault(Collection<String> secrets) {
    String said = body;
    for (String secret : secrets) {
      said = said.replace(secret, "…");
    }
    String excerpt = Text.bounded(said.replaceAll("[^!-~…]+", " ").strip(), MAX_EXCERPT);
    return excerpt.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + excerpt;
  }

  /** The wait that a header {@code Retry-After} asks for, at most an hour. */
  static long wait(@Nullable String header, Instant now) {
    if (header == null) {
      return 0;
    }
    String text = header.strip();
    try {
      long millis =
          text.matches("[0-9]+")
              ? new BigInteger(text).min(MOST_SECONDS).longValue() * 1_000
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant()
                      .toEpochMilli()
                  - now.toEpochMilli();
      return Math.min(MAX_WAIT_MILLIS, Math.max(0, millis));
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
