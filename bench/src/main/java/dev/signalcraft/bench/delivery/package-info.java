// SPDX-License-Identifier: Apache-2.0
/** How soon DeliveryJob sends what was decided, and what it keeps of a channel that is down. */
@NullMarked
package dev.signalcraft.bench.delivery;

import org.jspecify.annotations.NullMarked;
