// SPDX-License-Identifier: Apache-2.0
/** What AlertsJob costs. */
@NullMarked
package dev.signalcraft.bench.grouping;

import org.jspecify.annotations.NullMarked;
