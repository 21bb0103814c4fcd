// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

/** Whether a source reports occurrences (stateless) or the state of a condition (stateful). */
public enum Lifecycle {
  STATELESS,
  STATEFUL
}
