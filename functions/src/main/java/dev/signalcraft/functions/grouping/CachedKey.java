// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.IdPage;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.RecentIds;
import dev.signalcraft.domain.routing.Plan;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a key, decoded: its group and clocks, and what was needed so far of its
 * plan and of its pages of ids. It knows what of that differs from what lies in state.
 */
final class CachedKey implements RecentIds.Pages {
  private final String key;
  private final KeyStates states;
  private final Map<Integer, long[]> pages = new HashMap<>(2);
  private final BitSet changedPages = new BitSet();
  private KeyState state;
  private boolean held;
  private boolean changed;
  private boolean pagesHeld;
  private boolean firstHeld;
  private boolean forgetPages;
  private @Nullable Plan plan;
  private boolean planChanged;

  /** What lies in state under the current key; null for nothing. */
  CachedKey(String key, @Nullable KeyState stored, KeyStates states) {
    this.key = key;
    this.states = states;
    held = stored != null;
    state = stored == null ? KeyState.EMPTY : stored;
    IdPage first = state.firstIds();
    if (first != null) {
      pages.put(0, first.ids());
      state = state.firstIds(null);
    }
    // Earlier versions kept the first page beside the others.
    pagesHeld = state.idPages() > (first == null ? 0 : 1);
    firstHeld = pagesHeld && first == null;
  }

  /** State and timers are those of this key from now on. */
  void use() {
    states.use(key);
  }

  KeyState state() {
    return state;
  }

  /** What is remembered from now on. */
  void state(KeyState next) {
    state = next;
    changed = true;
  }

  /** Whether anything differs from what lies in state. */
  boolean isChanged() {
    return changed;
  }

  /** How much of the cache it takes: records that are held decoded. */
  int weight() {
    return 1 + pages.size();
  }

  @Override
  public long @Nullable [] get(int page) throws Exception {
    long[] ids = pages.get(page);
    if (ids == null && pagesHeld) {
      states.use(key);
      ids = states.ids().get(page);
      if (ids != null) {
        pages.put(page, ids);
      }
    }
    return ids;
  }

  @Override
  public void put(int page, long[] ids) {
    pages.put(page, ids);
    changedPages.set(page);
    changed = true;
  }

  /** The ids are older than their horizon. */
  void forgetIds() {
    pages.clear();
    changedPages.clear();
    forgetPages |= pagesHeld;
    pagesHeld = false;
    changed = true;
  }

  /** Who is told about its group. */
  Plan plan() {
    Plan known = plan;
    if (known == null) {
      states.use(key);
      known = states.plan();
      plan = known;
    }
    return known;
  }

  void plan(Plan next) {
    plan = next;
    planChanged = true;
    changed = true;
  }

  /** Writes what differs to state. */
  void writeBack() throws Exception {
    states.use(key);
    if (!state.isEmpty()) {
      long[] first = pages.get(0);
      states.groups().update(first == null ? state : state.firstIds(new IdPage(first)));
    } else if (held) {
      states.groups().clear();
    }
    held = !state.isEmpty();
    if (forgetPages) {
      states.ids().clear();
      forgetPages = false;
      firstHeld = false;
    }
    if (firstHeld && pages.containsKey(0)) {
      states.ids().remove(0);
      firstHeld = false;
    }
    for (int page = changedPages.nextSetBit(1); page >= 0; ) {
      states.ids().put(page, pages.get(page));
      pagesHeld = true;
      page = changedPages.nextSetBit(page + 1);
    }
    changedPages.clear();
    if (planChanged) {
      states.plan(plan());
      planChanged = false;
    }
    changed = false;
  }
}
