// SPDX-License-Identifier: Apache-2.0
/** What a log would have come to, and how that differs from what it came to. */
@NullMarked
package dev.signalcraft.domain.replay;

import org.jspecify.annotations.NullMarked;
