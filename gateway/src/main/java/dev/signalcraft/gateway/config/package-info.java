// SPDX-License-Identifier: Apache-2.0
/** The integrations that may send, as the config log tells them. */
@NullMarked
package dev.signalcraft.gateway.config;

import org.jspecify.annotations.NullMarked;
