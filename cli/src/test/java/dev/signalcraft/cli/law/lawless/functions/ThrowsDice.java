// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.functions;

import java.util.Random;

/** Breaks the law. */
final class ThrowsDice {
  final Random dice = new Random(1);
}
