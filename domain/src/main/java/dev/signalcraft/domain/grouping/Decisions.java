// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.silence.Announcement;

/** Where the decisions about a key go, and where the plan of its group lies meanwhile. */
public interface Decisions {
  /** Something happened to a group. */
  void change(AlertChange change);

  /** A channel is told. */
  void tell(Notification notification);

  /** The groups that may hold others hear of it first. */
  void announce(Announcement announcement);

  /** The plan of the key's group; {@link Plan#NOBODY} where there is none. */
  Plan plan();

  /** Keeps the plan; {@link Plan#NOBODY} forgets it. */
  void plan(Plan plan);
}
