// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.config.Workspace;
import java.util.List;
import java.util.Map;

/**
 * A verified delivery of a sender, its body read as JSON.
 *
 * @param workspace the tenant
 * @param settings what holds for the tenant
 * @param environments of the integration, never empty; the first is the default
 * @param headers of the request, names in lower case
 * @param logTime when it reached the log, epoch milliseconds
 * @param body the JSON
 */
public record Webhook(
    String workspace,
    Workspace settings,
    List<String> environments,
    Map<String, String> headers,
    long logTime,
    JsonNode body) {}
