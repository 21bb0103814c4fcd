// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.embedded;

import dev.signalcraft.cli.law.lawless.cli.Target;

/** Breaks the law. */
final class PointsToCli {
  Target target;
}
