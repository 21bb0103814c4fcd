// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.grouping;

/**
 * Kafka has the command.
 *
 * @param effect where to ask what became of it
 */
record CommandAccepted(String commandId, String groupId, String effect) {}
