// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name of an enum constant on the wire and in tables: {@code WONT_FIX} is {@code wont-fix}. */
public final class WireName {
  private WireName() {}

  /** The kebab-case name of a constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant with this wire name, in any case, or null where there is none. */
  public static <E extends Enum<E>> @Nullable E parse(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (of(constant).equalsIgnoreCase(name)) {
        return constant;
      }
    }
    return null;
  }
}
