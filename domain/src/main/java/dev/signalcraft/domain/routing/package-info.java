// SPDX-License-Identifier: Apache-2.0
/** Who is told about a group. */
@NullMarked
package dev.signalcraft.domain.routing;

import org.jspecify.annotations.NullMarked;
