// SPDX-License-Identifier: Apache-2.0
/** Versioned documents that steer the jobs, the gateway and the console. */
@NullMarked
package dev.signalcraft.domain.config;

import org.jspecify.annotations.NullMarked;
