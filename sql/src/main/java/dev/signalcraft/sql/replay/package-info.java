// SPDX-License-Identifier: Apache-2.0
/** Rows of replays. */
@NullMarked
package dev.signalcraft.sql.replay;

import org.jspecify.annotations.NullMarked;
