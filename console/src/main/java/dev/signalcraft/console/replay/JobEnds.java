// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

/**
 * Where the console finds Kafka and Postgres, which a job that is started by hand needs too.
 *
 * @param kafkaPropertiesFile empty for none
 */
public record JobEnds(
    String bootstrapServers, String kafkaPropertiesFile, String postgresUrl, String postgresUser) {}
