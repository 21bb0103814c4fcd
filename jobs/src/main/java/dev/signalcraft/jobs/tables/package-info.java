// SPDX-License-Identifier: Apache-2.0
/** Results become rows. */
@NullMarked
package dev.signalcraft.jobs.tables;

import org.jspecify.annotations.NullMarked;
