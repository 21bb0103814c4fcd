// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

import java.util.UUID;

/** Breaks the law. */
final class TakesARandomId {
  final UUID id = UUID.randomUUID();
}
