// SPDX-License-Identifier: Apache-2.0
/** A Kafka broker in this JVM. */
@NullMarked
package dev.signalcraft.embedded.kafka;

import org.jspecify.annotations.NullMarked;
