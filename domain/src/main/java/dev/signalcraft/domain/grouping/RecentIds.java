// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The event ids that a key has learned in the last 24 h: 8-byte hashes with their first arrival, in
 * pages that grow one by one (linear hashing, Litwin 1980), so that one look-up touches one page
 * however many ids there are. At least the last 100,000 are kept; beyond that the oldest of a full
 * page make room.
 */
public final class RecentIds {
  /** An id is known for less than this from its first arrival. */
  public static final long HORIZON_MILLIS = 24 * 3_600_000L;

  /** No more pages than this: 2,048 pages of 110 hold 100,000 ids however they fall. */
  static final int MAX_PAGES = 2_048;

  /** A page with more ids than this splits, or forgets its oldest when it can not. */
  static final int PAGE_IDS = 110;

  /** Where pages lie: pairs of hash and arrival, oldest first. */
  public interface Pages {
    /** A page, or null where it is empty. */
    long @Nullable [] get(int page) throws Exception;

    /** Replaces a page. */
    void put(int page, long[] ids) throws Exception;
  }

  private final Pages pages;
  private int count;

  /** The ids in these pages, {@code pageCount} of them; 0 where there are none yet. */
  public RecentIds(Pages pages, int pageCount) {
    this.pages = pages;
    this.count = Math.max(1, pageCount);
  }

  /** How many pages there are now. */
  public int pageCount() {
    return count;
  }

  /** The first 8 bytes of an event id (32 hex digits). */
  public static long hash(String eventId) {
    return Long.parseUnsignedLong(eventId, 0, 16, 16);
  }

  /**
   * Learns an id at a log time.
   *
   * @return whether it was known already; its first arrival stands then
   */
  public boolean learn(long id, long t) throws Exception {
    int page = pageOf(id, count);
    long[] ids = pages.get(page);
    if (ids == null) {
      pages.put(page, new long[] {id, t});
      return false;
    }
    int from = 0;
    while (from < ids.length && ids[from + 1] <= t - HORIZON_MILLIS) {
      from += 2;
    }
    for (int i = from; i < ids.length; i += 2) {
      if (ids[i] == id) {
        return true;
      }
    }
    boolean full = ids.length - from >= 2 * PAGE_IDS;
    if (full && count == MAX_PAGES) {
      from += 2;
    }
    long[] longer = new long[ids.length - from + 2];
    System.arraycopy(ids, from, longer, 0, ids.length - from);
    longer[longer.length - 2] = id;
    longer[longer.length - 1] = t;
    pages.put(page, longer);
    if (full && count < MAX_PAGES) {
      splitNext();
    }
    return false;
  }

  /** Linear hashing splits the pages in their order, whichever of them is full. */
  private void splitNext() throws Exception {
    int source = count - Integer.highestOneBit(count);
    long[] ids = pages.get(source);
    count++;
    if (ids == null) {
      return;
    }
    long[] stay = new long[ids.length];
    long[] move = new long[ids.length];
    int stays = 0;
    int moves = 0;
    for (int i = 0; i < ids.length; i += 2) {
      if (pageOf(ids[i], count) == source) {
        stay[stays++] = ids[i];
        stay[stays++] = ids[i + 1];
      } else {
        move[moves++] = ids[i];
        move[moves++] = ids[i + 1];
      }
    }
    pages.put(source, Arrays.copyOf(stay, stays));
    pages.put(count - 1, Arrays.copyOf(move, moves));
  }

  private static int pageOf(long id, int count) {
    int level = Integer.highestOneBit(count);
    int page = (int) id & (level - 1);
    return page < count - level ? (int) id & (2 * level - 1) : page;
  }
}
