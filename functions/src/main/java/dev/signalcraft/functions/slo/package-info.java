// SPDX-License-Identifier: Apache-2.0
/** Objectives in keyed state. */
@NullMarked
package dev.signalcraft.functions.slo;

import org.jspecify.annotations.NullMarked;
