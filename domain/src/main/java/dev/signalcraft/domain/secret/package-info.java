// SPDX-License-Identifier: Apache-2.0
/** References to secrets and their encrypted form. */
@NullMarked
package dev.signalcraft.domain.secret;

import org.jspecify.annotations.NullMarked;
