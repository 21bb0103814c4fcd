// SPDX-License-Identifier: Apache-2.0
/** The rules of alerting: plain Java that knows no clock, no stream, no database. */
@NullMarked
package dev.signalcraft.domain;

import org.jspecify.annotations.NullMarked;
