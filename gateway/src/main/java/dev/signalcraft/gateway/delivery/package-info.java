// SPDX-License-Identifier: Apache-2.0
/** What people answer in the channels where they were told. */
@NullMarked
package dev.signalcraft.gateway.delivery;

import org.jspecify.annotations.NullMarked;
