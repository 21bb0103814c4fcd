// SPDX-License-Identifier: Apache-2.0
/** Benchmarks: what a job costs, as a ratio to a baseline of the same run. */
@NullMarked
package dev.signalcraft.bench;

import org.jspecify.annotations.NullMarked;
