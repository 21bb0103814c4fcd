// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

import java.util.function.LongSupplier;

/** Breaks the law. */
final class ReadsTheClockByReference {
  final LongSupplier now = System::nanoTime;
}
