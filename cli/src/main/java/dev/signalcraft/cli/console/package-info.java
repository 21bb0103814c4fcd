// SPDX-License-Identifier: Apache-2.0
/** The console, as the commands use it. */
@NullMarked
package dev.signalcraft.cli.console;

import org.jspecify.annotations.NullMarked;
