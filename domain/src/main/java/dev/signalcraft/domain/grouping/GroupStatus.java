// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** Where a group stands in its life. */
public enum GroupStatus {
  OPEN,
  RESOLVED
}
