// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import java.time.Instant;
import java.util.Objects;

/**
 * What brought a group to the status that it has.
 *
 * @param reason why
 * @param actor who or what did it: {@code source}, {@code clock} or a person
 * @param at log time at which it happened
 */
public record StatusChange(ChangeReason reason, String actor, Instant at) {
  public StatusChange {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(at, "at");
  }
}
