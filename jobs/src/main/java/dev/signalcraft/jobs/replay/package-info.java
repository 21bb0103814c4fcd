// SPDX-License-Identifier: Apache-2.0
/** What would have been decided about a log. */
@NullMarked
package dev.signalcraft.jobs.replay;

import org.jspecify.annotations.NullMarked;
