// SPDX-License-Identifier: Apache-2.0
/** Payloads become inputs. */
@NullMarked
package dev.signalcraft.jobs.ingest;

import org.jspecify.annotations.NullMarked;
