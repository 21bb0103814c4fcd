// SPDX-License-Identifier: Apache-2.0
/** Rows of alert groups, their changes and their minutes. */
@NullMarked
package dev.signalcraft.sql.grouping;

import org.jspecify.annotations.NullMarked;
