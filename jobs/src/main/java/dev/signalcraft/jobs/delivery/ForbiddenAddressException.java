// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import java.io.IOException;

/** A channel leads where it may not. */
final class ForbiddenAddressException extends IOException {
  static final String NEVER = "leads to a link-local or metadata address, which no channel reaches";
  static final String NOT_OF_THIS_CHANNEL =
      "leads to a private address; say allowPrivate: true if that is meant";
  static final String NOT_OF_THIS_JOB =
      "leads to a private address; start the delivery job with allow-private-receivers true if that"
          + " is meant";

  /** Where it leads, in one of these sentences. */
  ForbiddenAddressException(String where) {
    super(where);
  }
}
