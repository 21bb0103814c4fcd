// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.SendResult;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What an attempt that ended without an answer says of the next one. */
final class Faults {
  private Faults() {}

  /** The result; its error names no host, no address and nothing that the receiver sent. */
  static SendResult result(Throwable thrown) {
    Throwable fault = thrown;
    while (fault instanceof CompletionException && fault.getCause() != null) {
      fault = fault.getCause();
    }
    if (fault instanceof ForbiddenAddressException || fault instanceof IllegalArgumentException) {
      // A document or a secret that does not do: our own words.
      return SendResult.failed(0, String.valueOf(fault.getMessage()));
    }
    if (fault instanceof TimeoutException || fault instanceof CancellationException) {
      return SendResult.retry(0, "no answer in time", 0);
    }
    if (fault instanceof UnknownHostException) {
      return SendResult.retry(0, "the host is not known", 0);
    }
    if (fault instanceof RejectedExecutionException) {
      return SendResult.retry(0, "too many sends are under way", 0);
    }
    if (fault instanceof SSLException) {
      return SendResult.retry(0, "TLS: the receiver is not trusted or does not speak it", 0);
    }
    return SendResult.retry(0, "no connection: " + fault.getClass().getSimpleName(), 0);
  }
}
