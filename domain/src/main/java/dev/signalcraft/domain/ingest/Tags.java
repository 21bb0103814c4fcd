// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a payload in each form that senders use: an object, a list of pairs, a list of {@code
 * {"key": …, "value": …}}. A tag without a name or a value is none.
 */
final class Tags {
  private Tags() {}

  static Map<String, String> read(Field field) throws Rejection {
    Map<String, String> tags = new TreeMap<>();
    if (field.isArray()) {
      for (Field item : field.items()) {
        readItem(item, tags);
      }
    } else if (!field.absent()) {
      if (!field.isObject()) {
        throw field.expected("an object or an array of pairs");
      }
      for (Map.Entry<String, Field> entry : field.entries()) {
        put(tags, entry.getKey(), entry.getValue().scalar());
      }
    }
    return tags;
  }

  private static void readItem(Field item, Map<String, String> tags) throws Rejection {
    if (item.isObject()) {
      put(tags, item.get("key").scalar(), item.get("value").scalar());
    } else if (!item.absent()) {
      List<Field> pair = item.items();
      if (pair.size() != 2) {
        throw item.expected("a pair of name and value");
      }
      put(tags, pair.get(0).scalar(), pair.get(1).scalar());
    }
  }

  private static void put(Map<String, String> tags, @Nullable String name, @Nullable String value) {
    if (name != null && value != null) {
      tags.put(name, value);
    }
  }
}
