// SPDX-License-Identifier: Apache-2.0
/** What monitors measured, over HTTP. */
@NullMarked
package dev.signalcraft.console.monitor;

import org.jspecify.annotations.NullMarked;
