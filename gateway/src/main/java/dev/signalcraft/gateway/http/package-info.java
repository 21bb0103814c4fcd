// SPDX-License-Identifier: Apache-2.0
/** The HTTP server around the handlers: limits, answers in one form, metrics. */
@NullMarked
package dev.signalcraft.gateway.http;

import org.jspecify.annotations.NullMarked;
