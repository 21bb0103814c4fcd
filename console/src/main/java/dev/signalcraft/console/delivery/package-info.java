// SPDX-License-Identifier: Apache-2.0
/** Tests of channels and what came of them. */
@NullMarked
package dev.signalcraft.console.delivery;

import org.jspecify.annotations.NullMarked;
