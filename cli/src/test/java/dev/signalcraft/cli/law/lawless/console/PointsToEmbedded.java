// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.console;

import dev.signalcraft.cli.law.lawless.embedded.Target;

/** Breaks the law. */
final class PointsToEmbedded {
  Target target;
}
