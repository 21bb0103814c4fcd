// SPDX-License-Identifier: Apache-2.0
/** The Kafka ends of the jobs. */
@NullMarked
package dev.signalcraft.jobs.kafka;

import org.jspecify.annotations.NullMarked;
