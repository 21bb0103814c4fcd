// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import java.io.IOException;

/** A channel leads inside and its document does not allow it. */
final class ForbiddenAddressException extends IOException {
  ForbiddenAddressException() {
    super("leads to a private address; say allowPrivate: true if that is meant");
  }
}
