// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import java.util.List;

/** The commands on documents. */
public final class ConfigCommands {
  /** All of them, in the order in which they are shown. */
  public static final List<Class<?>> ALL =
      List.of(ApplyCommand.class, GetCommand.class, DescribeCommand.class, SilenceCommands.class);

  private ConfigCommands() {}
}
