// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

/** How a resolved group ended, as the person says who resolved it. */
public enum Outcome {
  FIXED,
  DEFERRED,
  WONT_FIX
}
