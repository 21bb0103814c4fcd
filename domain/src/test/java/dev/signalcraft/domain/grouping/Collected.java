// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.Plan;
import dev.signalcraft.domain.silence.Announcement;
import java.util.ArrayList;
import java.util.List;

/** The decisions about one key, kept in lists. */
public final class Collected implements Decisions {
  public final List<AlertChange> changes = new ArrayList<>();
  public final List<Notification> told = new ArrayList<>();
  public final List<Announcement> announcements = new ArrayList<>();
  private Plan plan = Plan.NOBODY;

  @Override
  public void change(AlertChange change) {
    changes.add(change);
  }

  @Override
  public void tell(Notification notification) {
    told.add(notification);
  }

  @Override
  public void announce(Announcement announcement) {
    announcements.add(announcement);
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public void plan(Plan next) {
    plan = next;
  }
}
