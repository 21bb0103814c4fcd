// SPDX-License-Identifier: Apache-2.0
/** Groups of duplicate alerts and their life. */
@NullMarked
package dev.signalcraft.domain.grouping;

import org.jspecify.annotations.NullMarked;
