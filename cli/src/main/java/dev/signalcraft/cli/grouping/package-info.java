// SPDX-License-Identifier: Apache-2.0
/** What a person does with groups, by way of the console. */
@NullMarked
package dev.signalcraft.cli.grouping;

import org.jspecify.annotations.NullMarked;
