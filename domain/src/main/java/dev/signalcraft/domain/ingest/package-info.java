// SPDX-License-Identifier: Apache-2.0
/** What enters: alert events, the payloads of the sources, and what cannot be read. */
@NullMarked
package dev.signalcraft.domain.ingest;

import org.jspecify.annotations.NullMarked;
