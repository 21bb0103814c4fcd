// SPDX-License-Identifier: Apache-2.0
/** Notifications reach people. */
@NullMarked
package dev.signalcraft.functions.delivery;

import org.jspecify.annotations.NullMarked;
