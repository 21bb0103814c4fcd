// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.routing;

import picocli.CommandLine.Command;

/** {@code signalcraft rules}: asks rules before they are in force. */
@Command(
    name = "rules",
    description = "Says what rules would do: test.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RulesTestCommand.class})
public final class RulesCommand {}
