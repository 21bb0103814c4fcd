// SPDX-License-Identifier: Apache-2.0
/** Alert groups over HTTP. */
@NullMarked
package dev.signalcraft.console.grouping;

import org.jspecify.annotations.NullMarked;
