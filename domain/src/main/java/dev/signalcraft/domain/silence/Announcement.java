// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.silence;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.routing.Notification;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a group on a side of an inhibit rule says to the others of its workspace: how it stands, or
 * what is to be told about it. They are judged in the order of log time, group and sequence.
 *
 * @param at log time in epoch milliseconds
 * @param group as it stands
 * @param notification null where it only says how it stands
 */
public record Announcement(long at, AlertGroup group, @Nullable Notification notification) {
  /** The order in which announcements are judged, whatever the order in which they come. */
  public static final Comparator<Announcement> ORDER =
      Comparator.comparingLong(Announcement::at)
          .thenComparing((Announcement said) -> said.group().groupId())
          .thenComparingInt(said -> said.group().sequence())
          .thenComparing(said -> said.notification() != null)
          .thenComparing(
              said -> said.notification() == null ? "" : said.notification().notificationId())
          .thenComparing(said -> said.notification() != null && said.notification().shadow());

  /** Whose groups hear it. */
  public String workspace() {
    return group.workspace();
  }
}
