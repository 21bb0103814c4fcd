// SPDX-License-Identifier: Apache-2.0
/** The commands on channels. */
@NullMarked
package dev.signalcraft.cli.delivery;

import org.jspecify.annotations.NullMarked;
