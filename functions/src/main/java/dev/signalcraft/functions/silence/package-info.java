// SPDX-License-Identifier: Apache-2.0
/** What groups of a workspace hold of each other. */
@NullMarked
package dev.signalcraft.functions.silence;

import org.jspecify.annotations.NullMarked;
