// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

import dev.signalcraft.cli.law.lawless.functions.Target;

/** Breaks the law. */
final class PointsToFunctions {
  Target target;
}
