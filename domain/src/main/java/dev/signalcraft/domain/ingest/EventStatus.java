// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

/** Whether the source says that it happens or that it is over. */
public enum EventStatus {
  FIRING,
  RESOLVED
}
