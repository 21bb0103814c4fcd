// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  private final Map<Integer, long[]> pages = new HashMap<>();
  private final RecentIds ids = new RecentIds(new KeyRun.MapPages(pages), 0);

  @Property(tries = 200)
  void knowsExactlyTheIdsOfTheLastDay(
      @ForAll @Size(max = 400) List<@IntRange(max = 60) Integer> sequence,
      @ForAll @IntRange(min = 1, max = 3_600_000) int step)
      throws Exception {
    Map<Integer, long[]> own = new HashMap<>();
    RecentIds recent = new RecentIds(new KeyRun.MapPages(own), 0);
    Map<Integer, Long> oracle = new LinkedHashMap<>();
    long t = 1_000_000_000_000L;
    for (int id : sequence) {
      t += step;
      Long first = oracle.get(id);
      boolean expected = first != null && t - first < RecentIds.HORIZON_MILLIS;
      if (!expected) {
        oracle.put(id, t);
      }
      assertThat(recent.learn(mix(id), t)).isEqualTo(expected);
    }
  }

  @Test
  void aHundredThousandIdsAreAllKnownAndNoPageIsLarge() throws Exception {
    Random random = new Random(7);
    long[] learned = random.longs(100_000).toArray();
    for (int i = 0; i < learned.length; i++) {
      assertThat(ids.learn(learned[i], 1_000 + i)).isFalse();
    }
    for (long id : learned) {
      assertThat(ids.learn(id, 200_000)).isTrue();
    }
    assertThat(pages.values()).allMatch(page -> page.length <= 2 * 2 * RecentIds.PAGE_IDS);
  }

  @Test
  void aMillionIdsStayWithinTheBound() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 1_000_000; i++) {
      ids.learn(random.nextLong(), 1_000 + i);
    }
    int kept = pages.values().stream().mapToInt(page -> page.length / 2).sum();
    assertThat(kept).isBetween(100_000, RecentIds.MAX_PAGES * (RecentIds.PAGE_IDS + 1));
    assertThat(ids.pageCount()).isEqualTo(RecentIds.MAX_PAGES);
  }

  @Test
  void aPageCountThatIsRestoredFindsWhatWasLearnedBefore() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      ids.learn(mix(i), i);
    }
    RecentIds restored = new RecentIds(new KeyRun.MapPages(pages), ids.pageCount());
    for (int i = 0; i < 5_000; i++) {
      assertThat(restored.learn(mix(i), 6_000)).isTrue();
    }
  }

  private static long mix(int id) {
    return RecentIds.hash(GroupKey.hash("id", Integer.toString(id)));
  }
}
