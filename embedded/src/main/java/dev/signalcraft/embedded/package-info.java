// SPDX-License-Identifier: Apache-2.0
/** Servers that live inside one process, for the local stack and the integration tests. */
@NullMarked
package dev.signalcraft.embedded;

import org.jspecify.annotations.NullMarked;
