// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import org.jspecify.annotations.Nullable;

/**
 * A step of an escalation.
 *
 * @param gapMillis how long after the step before it; after the opening for the first
 * @param channel who is told
 * @param mention whom to name there
 * @param rule the rule that says so
 * @param ruleVersion its version
 * @param fallback the channel that is told when this one fails for good
 */
public record Step(
    long gapMillis,
    String channel,
    @Nullable String mention,
    String rule,
    long ruleVersion,
    @Nullable String fallback) {}
