// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

/** What an alert is about. */
public enum EventType {
  ERROR,
  PERFORMANCE,
  SECURITY,
  DEPRECATION,
  USAGE
}
