// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first page of the {@link RecentIds} of a key: most keys have no other, and it is read and
 * written with the key's group.
 *
 * @param ids pairs of hash and arrival, oldest first
 */
public record IdPage(long[] ids) {
  public IdPage {
    ids = ids == null ? new long[0] : ids;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IdPage that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }
}
