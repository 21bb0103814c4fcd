// SPDX-License-Identifier: Apache-2.0
/** What rules would do, and would have done. */
@NullMarked
package dev.signalcraft.cli.routing;

import org.jspecify.annotations.NullMarked;
