// SPDX-License-Identifier: Apache-2.0
/** Access tokens and the workspaces that they open. */
@NullMarked
package dev.signalcraft.console.access;

import org.jspecify.annotations.NullMarked;
