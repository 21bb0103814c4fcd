// SPDX-License-Identifier: Apache-2.0
/** What holds a notification: silences, mute timings and inhibition. */
@NullMarked
package dev.signalcraft.domain.silence;

import org.jspecify.annotations.NullMarked;
