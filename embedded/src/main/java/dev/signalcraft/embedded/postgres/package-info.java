// SPDX-License-Identifier: Apache-2.0
/** A Postgres server beside this JVM, from binaries of its own. */
@NullMarked
package dev.signalcraft.embedded.postgres;

import org.jspecify.annotations.NullMarked;
