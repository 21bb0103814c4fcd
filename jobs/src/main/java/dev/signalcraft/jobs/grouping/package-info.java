// SPDX-License-Identifier: Apache-2.0
/** Inputs become groups. */
@NullMarked
package dev.signalcraft.jobs.grouping;

import org.jspecify.annotations.NullMarked;
