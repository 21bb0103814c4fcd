// SPDX-License-Identifier: Apache-2.0
/** Series of measurements in keyed state. */
@NullMarked
package dev.signalcraft.functions.monitor;

import org.jspecify.annotations.NullMarked;
