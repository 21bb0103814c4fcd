// SPDX-License-Identifier: Apache-2.0
/** How people are reached. */
@NullMarked
package dev.signalcraft.domain.delivery;

import org.jspecify.annotations.NullMarked;
