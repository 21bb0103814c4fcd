// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import org.jspecify.annotations.Nullable;

/**
 * Whose what comes with a key is.
 *
 * @param workspace the tenant
 * @param environment of what names none; null for that of the workspace
 */
public record Owner(String workspace, @Nullable String environment) {}
