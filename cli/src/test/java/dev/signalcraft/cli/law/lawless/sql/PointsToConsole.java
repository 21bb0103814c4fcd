// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.sql;

import dev.signalcraft.cli.law.lawless.console.Target;

/** Breaks the law. */
final class PointsToConsole {
  Target target;
}
