// SPDX-License-Identifier: Apache-2.0
/** Commands that make what opens things: the keyset. */
@NullMarked
package dev.signalcraft.cli.keys;

import org.jspecify.annotations.NullMarked;
