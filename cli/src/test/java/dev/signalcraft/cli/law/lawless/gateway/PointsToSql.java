// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.gateway;

import dev.signalcraft.cli.law.lawless.sql.Target;

/** Breaks the law. */
final class PointsToSql {
  Target target;
}
