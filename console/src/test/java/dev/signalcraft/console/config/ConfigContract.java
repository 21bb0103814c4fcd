// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

/** What the API of documents promises, for the tests of its document. */
public final class ConfigContract {
  private ConfigContract() {}

  /** A document as it is shown. */
  public static Class<?> document() {
    return ConfigDocument.class;
  }

  /** Documents as they are listed. */
  public static Class<?> page() {
    return ConfigPage.class;
  }
}
