// SPDX-License-Identifier: Apache-2.0
/** Measurements become windows and alerts. */
@NullMarked
package dev.signalcraft.jobs.monitor;

import org.jspecify.annotations.NullMarked;
