// SPDX-License-Identifier: Apache-2.0
/** Measurements become series of panes, panes windows, windows alerts. */
@NullMarked
package dev.signalcraft.domain.monitor;

import org.jspecify.annotations.NullMarked;
