// SPDX-License-Identifier: Apache-2.0
/** Replays: started in Flink, followed, and shown with what they found. */
@NullMarked
package dev.signalcraft.console.replay;

import org.jspecify.annotations.NullMarked;
