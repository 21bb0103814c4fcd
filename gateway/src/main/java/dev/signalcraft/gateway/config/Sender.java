// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import java.util.List;

/**
 * An integration with its secrets at hand.
 *
 * @param source the kind of sender
 * @param secrets keys of signatures; any of them is valid
 * @param keySha256 hashes of keys, 64 hex digits
 */
public record Sender(String source, List<byte[]> secrets, List<String> keySha256) {
  public Sender {
    secrets = List.copyOf(secrets);
    keySha256 = List.copyOf(keySha256);
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "Sender of " + source;
  }
}
