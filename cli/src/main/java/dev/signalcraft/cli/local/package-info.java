// SPDX-License-Identifier: Apache-2.0
/** The whole stack in one process. */
@NullMarked
package dev.signalcraft.cli.local;

import org.jspecify.annotations.NullMarked;
