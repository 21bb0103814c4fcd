// SPDX-License-Identifier: Apache-2.0
/** The documents that steer a workspace, over HTTP. */
@NullMarked
package dev.signalcraft.console.config;

import org.jspecify.annotations.NullMarked;
