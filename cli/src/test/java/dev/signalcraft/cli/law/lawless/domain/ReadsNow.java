// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

import java.time.Instant;

/** Breaks the law. */
final class ReadsNow {
  final Instant now = Instant.now();
}
