// SPDX-License-Identifier: Apache-2.0
/** Topologies, entry classes, and the ends that they have in Kafka and Postgres. */
@NullMarked
package dev.signalcraft.jobs;

import org.jspecify.annotations.NullMarked;
