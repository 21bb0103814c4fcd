// SPDX-License-Identifier: Apache-2.0
/** Rows of exemplar events and of dead letters. */
@NullMarked
package dev.signalcraft.sql.ingest;

import org.jspecify.annotations.NullMarked;
