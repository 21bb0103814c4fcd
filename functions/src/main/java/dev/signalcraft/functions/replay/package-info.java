// SPDX-License-Identifier: Apache-2.0
/** What a replay decides, beside what was decided. */
@NullMarked
package dev.signalcraft.functions.replay;

import org.jspecify.annotations.NullMarked;
