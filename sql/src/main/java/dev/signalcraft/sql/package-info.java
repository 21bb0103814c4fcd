// SPDX-License-Identifier: Apache-2.0
/** The result tables: migrations, statements and what reads and writes them. */
@NullMarked
package dev.signalcraft.sql;

import org.jspecify.annotations.NullMarked;
