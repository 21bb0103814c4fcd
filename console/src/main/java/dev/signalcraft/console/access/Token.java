// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.access;

/**
 * What is kept of an access token.
 *
 * @param workspace all that it opens
 * @param name whose it is, one of a kind in its workspace
 * @param sha256 of the token's text, in hex
 */
record Token(String workspace, String name, String sha256) {
  boolean sameHolder(Token other) {
    return workspace.equals(other.workspace) && name.equals(other.name);
  }
}
