// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import java.util.Map;

/**
 * A Slack app whose signing secret was used.
 *
 * @param workspace whose it is
 * @param integration the name of its document
 * @param users by their Slack ids the names under which they act
 */
public record SlackApp(String workspace, String integration, Map<String, String> users) {
  public SlackApp {
    users = Map.copyOf(users);
  }
}
