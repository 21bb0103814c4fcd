// SPDX-License-Identifier: Apache-2.0
/** The Postgres end of the jobs. */
@NullMarked
package dev.signalcraft.jobs.postgres;

import org.jspecify.annotations.NullMarked;
