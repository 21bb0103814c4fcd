// SPDX-License-Identifier: Apache-2.0
/** How operators come to know the versioned documents. */
@NullMarked
package dev.signalcraft.functions.config;

import org.jspecify.annotations.NullMarked;
