// SPDX-License-Identifier: Apache-2.0
/** Records of the log become events. */
@NullMarked
package dev.signalcraft.functions.ingest;

import org.jspecify.annotations.NullMarked;
