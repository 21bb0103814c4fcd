// SPDX-License-Identifier: Apache-2.0
/** Statements about what was measured. */
@NullMarked
package dev.signalcraft.sql.monitor;

import org.jspecify.annotations.NullMarked;
