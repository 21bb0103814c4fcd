// SPDX-License-Identifier: Apache-2.0
/** Notifications reach people. */
@NullMarked
package dev.signalcraft.jobs.delivery;

import org.jspecify.annotations.NullMarked;
