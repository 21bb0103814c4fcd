// SPDX-License-Identifier: Apache-2.0
/** Who is told: what the rules would do. */
@NullMarked
package dev.signalcraft.console.routing;

import org.jspecify.annotations.NullMarked;
