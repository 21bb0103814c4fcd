// SPDX-License-Identifier: Apache-2.0
/** Webhooks: read, verified and appended to the log. */
@NullMarked
package dev.signalcraft.gateway.ingest;

import org.jspecify.annotations.NullMarked;
