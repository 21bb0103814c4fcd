// SPDX-License-Identifier: Apache-2.0
/** HTTP: what is served, refused, counted and measured. */
@NullMarked
package dev.signalcraft.console.http;

import org.jspecify.annotations.NullMarked;
