// SPDX-License-Identifier: Apache-2.0
/** Rows about who is told. */
@NullMarked
package dev.signalcraft.sql.routing;

import org.jspecify.annotations.NullMarked;
