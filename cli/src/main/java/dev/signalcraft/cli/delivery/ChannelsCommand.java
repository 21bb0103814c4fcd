// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.delivery;

import picocli.CommandLine.Command;

/** {@code signalcraft channels}: the places where people are told. */
@Command(
    name = "channels",
    description = "Tries whether a channel is reached: test.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ChannelsTestCommand.class)
public final class ChannelsCommand {}
