// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import picocli.CommandLine.Command;

/**
 * {@code signalcraft rules}: asks rules before they are in force, and what they would have done.
 */
@Command(
    name = "rules",
    description = "Says what rules would do: test, replay.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RulesTestCommand.class, ReplayCommand.class})
public final class RulesCommand {}
