// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.access;

import dev.signalcraft.domain.grouping.Command;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an access token.
 *
 * @param workspace all that it opens
 * @param name whose it is, one of a kind in its workspace; a line written by hand may have none
 * @param sha256 of the token's text, in hex
 */
record Token(String workspace, @Nullable String name, String sha256) {
  /** Actors that are no person. */
  private static final Set<String> NOBODY = Set.of("source", "clock");

  boolean sameHolder(Token other) {
    return workspace.equals(other.workspace) && Objects.equals(name, other.name);
  }

  /** Whether a token's holder can be called so in the records of what was done. */
  static boolean isActor(String name) {
    return !name.isBlank()
        && name.length() <= Command.MAX_NAME
        && name.indexOf('\0') < 0
        && StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && !NOBODY.contains(name);
  }

  /** Who acts with it: its name, or where that names nobody one that is its own for ever. */
  String actor() {
    return name != null && isActor(name)
        ? name
        : "token-" + sha256.substring(0, 8).toLowerCase(Locale.ROOT);
  }
}
