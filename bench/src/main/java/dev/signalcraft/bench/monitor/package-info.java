// SPDX-License-Identifier: Apache-2.0
/** What the job of monitors costs. */
@NullMarked
package dev.signalcraft.bench.monitor;

import org.jspecify.annotations.NullMarked;
