// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

/** Breaks the law. */
final class ReadsTheClock {
  final long now = System.currentTimeMillis();
}
