// SPDX-License-Identifier: Apache-2.0
/** Statements about objectives. */
@NullMarked
package dev.signalcraft.sql.slo;

import org.jspecify.annotations.NullMarked;
