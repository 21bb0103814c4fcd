// SPDX-License-Identifier: Apache-2.0
/** Flink in this JVM: one small cluster that goes on from its checkpoints. */
@NullMarked
package dev.signalcraft.cli.flink;

import org.jspecify.annotations.NullMarked;
