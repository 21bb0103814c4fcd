// SPDX-License-Identifier: Apache-2.0
/** HTTP in, Kafka out: the program. */
@NullMarked
package dev.signalcraft.gateway;

import org.jspecify.annotations.NullMarked;
