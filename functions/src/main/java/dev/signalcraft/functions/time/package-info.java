// SPDX-License-Identifier: Apache-2.0
/** Log time in Flink. */
@NullMarked
package dev.signalcraft.functions.time;

import org.jspecify.annotations.NullMarked;
