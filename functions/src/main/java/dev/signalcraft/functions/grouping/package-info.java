// SPDX-License-Identifier: Apache-2.0
/** Groups of duplicates in keyed state. */
@NullMarked
package dev.signalcraft.functions.grouping;

import org.jspecify.annotations.NullMarked;
