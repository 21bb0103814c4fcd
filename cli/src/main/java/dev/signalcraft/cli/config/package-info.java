// SPDX-License-Identifier: Apache-2.0
/** The commands on documents, by way of a console. */
@NullMarked
package dev.signalcraft.cli.config;

import org.jspecify.annotations.NullMarked;
