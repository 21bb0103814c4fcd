// SPDX-License-Identifier: Apache-2.0
/** Rows about what reached people. */
@NullMarked
package dev.signalcraft.sql.delivery;

import org.jspecify.annotations.NullMarked;
