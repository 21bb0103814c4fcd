// SPDX-License-Identifier: Apache-2.0
/** The one JSON contract of topics, API and documents. */
@NullMarked
package dev.signalcraft.domain.json;

import org.jspecify.annotations.NullMarked;
