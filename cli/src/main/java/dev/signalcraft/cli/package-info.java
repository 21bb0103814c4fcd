// SPDX-License-Identifier: Apache-2.0
/** The command line. */
@NullMarked
package dev.signalcraft.cli;

import org.jspecify.annotations.NullMarked;
