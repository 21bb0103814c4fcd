// SPDX-License-Identifier: Apache-2.0
/** Postgres, as the console asks it. */
@NullMarked
package dev.signalcraft.console.database;

import org.jspecify.annotations.NullMarked;
