// SPDX-License-Identifier: Apache-2.0
/** Kafka, as the console uses it. */
@NullMarked
package dev.signalcraft.console.kafka;

import org.jspecify.annotations.NullMarked;
