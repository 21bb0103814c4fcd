// SPDX-License-Identifier: Apache-2.0
/** Objectives, their error budgets, and what burns them too fast. */
@NullMarked
package dev.signalcraft.domain.slo;

import org.jspecify.annotations.NullMarked;
