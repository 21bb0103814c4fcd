// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

import dev.signalcraft.domain.grouping.GroupKey;
import dev.signalcraft.sql.grouping.AlertGroupSort;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page begins, as text that means nothing to others. It opens nothing: the workspace
 * comes from the token, so a checksum is enough to know a cursor that was not made here.
 */
final class Cursor {
  private static final String SEPARATOR = "\n";

  private Cursor() {}

  static String format(AlertGroupSort sort, AlertGroupSort.Position position) {
    String text =
        String.join(SEPARATOR, position.value(), position.groupId(), checksum(sort, position));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The position, or null where the text is no cursor of this sort. */
  static AlertGroupSort.@Nullable Position parse(AlertGroupSort sort, String cursor) {
    String[] parts;
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, -1);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (parts.length != 3) {
      return null;
    }
    AlertGroupSort.Position position = new AlertGroupSort.Position(parts[0], parts[1]);
    return checksum(sort, position).equals(parts[2]) ? position : null;
  }

  private static String checksum(AlertGroupSort sort, AlertGroupSort.Position position) {
    return GroupKey.hash(
        "cursor", SortParameter.format(sort), position.value(), position.groupId());
  }
}
