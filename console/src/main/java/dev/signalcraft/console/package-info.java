// SPDX-License-Identifier: Apache-2.0
/** The REST API on the result tables. */
@NullMarked
package dev.signalcraft.console;

import org.jspecify.annotations.NullMarked;
