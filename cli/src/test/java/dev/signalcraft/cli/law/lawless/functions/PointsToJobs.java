// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.functions;

import dev.signalcraft.cli.law.lawless.jobs.Target;

/** Breaks the law. */
final class PointsToJobs {
  Target target;
}
