// SPDX-License-Identifier: Apache-2.0
/** A realistic stream of webhooks for a first look. */
@NullMarked
package dev.signalcraft.cli.demo;

import org.jspecify.annotations.NullMarked;
