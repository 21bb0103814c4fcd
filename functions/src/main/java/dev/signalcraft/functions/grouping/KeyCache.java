// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of a subtask that were used last, decoded: a key that comes again is not read from state
 * again, nor written before a checkpoint begins or others need its room. Nothing that was decided
 * waits here; only what is remembered does.
 */
final class KeyCache {
  private final KeyStates states;
  private final int capacity;
  private final Map<String, CachedKey> keys = new LinkedHashMap<>(16, 0.75f, true);
  private int weight;

  /** Holds so many records (groups, pages of ids) decoded; 0 for none between two inputs. */
  KeyCache(KeyStates states, int capacity) {
    this.states = states;
    this.capacity = capacity;
  }

  /** What is remembered of a key; to be given {@link #back}. */
  CachedKey take(String key) throws Exception {
    CachedKey known = keys.get(key);
    if (known != null) {
      weight -= known.weight();
      return known;
    }
    CachedKey read = states.read(key);
    keys.put(key, read);
    return read;
  }

  /** Takes a key back; those that were not used for longest make room. */
  void back(CachedKey key) throws Exception {
    weight += key.weight();
    Iterator<CachedKey> oldest = weight > capacity ? keys.values().iterator() : null;
    while (oldest != null && weight > capacity) {
      CachedKey old = oldest.next();
      if (old.isChanged()) {
        old.writeBack();
      }
      weight -= old.weight();
      oldest.remove();
    }
  }

  /** Writes all that differs to state. */
  void writeBack() throws Exception {
    for (CachedKey key : keys.values()) {
      if (key.isChanged()) {
        key.writeBack();
      }
    }
  }
}
