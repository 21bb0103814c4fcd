// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.delivery;

/** What the API promises of tests of channels, for the tests of its document. */
public final class ChannelTestContract {
  private ChannelTestContract() {}

  /** A test as it is shown. */
  public static Class<?> test() {
    return ChannelTest.class;
  }

  public static Class<? extends Enum<?>> statuses() {
    return ChannelTest.Status.class;
  }
}
