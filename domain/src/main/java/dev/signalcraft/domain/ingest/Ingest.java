// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw records of {@code webhooks} and {@code events} into alert events. It never throws:
 * whatever cannot be read becomes a dead letter, so that no record stops the ones behind it.
 *
 * <p>The gateway writes a webhook's body as the value and its route beside it, in the headers
 * {@code workspace}, {@code source} and {@code integration}, with those of the request in lower
 * case.
 */
public final class Ingest {
  private final ConfigHistory<Integration> integrations;
  private final ConfigHistory<Workspace> workspaces;

  /**
   * An ingest that asks these documents, as they are in force at a record's log time, for
   * environments and for what is secret.
   */
  public Ingest(ConfigHistory<Integration> integrations, ConfigHistory<Workspace> workspaces) {
    this.integrations = integrations;
    this.workspaces = workspaces;
  }

  /** Reads a record. */
  public Ingested read(RawRecord raw) {
    boolean webhook = Topic.WEBHOOKS.topicName().equals(raw.topic());
    if (!webhook && raw.value() == null) {
      return Ingested.NOTHING;
    }
    JsonNode body = null;
    try {
      if (webhook) {
        checkRoute(raw.headers());
      }
      body = JsonBody.read(raw.value());
      List<AlertEvent> events =
          webhook
              ? SentryAdapter.read(webhook(raw, body))
              : List.of(ForeignEvents.read(raw.headers(), body, raw.logTime(), workspaces));
      return new Ingested(events, null);
    } catch (Rejection e) {
      return parked(raw, webhook, body, e.reason(), e.detail());
    } catch (RuntimeException e) {
      // A fault of ours; but a record that throws would restart the job for ever.
      return parked(
          raw, webhook, body, DeadLetter.Reason.UNEXPECTED_SHAPE, "the reader failed: " + e);
    }
  }

  private static void checkRoute(Map<String, String> headers) throws Rejection {
    for (String name : List.of("workspace", "integration")) {
      if (nameOrNull(headers.get(name)) == null) {
        throw new Rejection(
            DeadLetter.Reason.BAD_ENVELOPE, "header " + name + ": missing or not a name");
      }
    }
    String source = headers.getOrDefault("source", "");
    if (!Sources.KNOWN.contains(source)) {
      throw new Rejection(
          DeadLetter.Reason.UNKNOWN_SOURCE,
          "source '%s' is not known; known: %s"
              .formatted(Text.bounded(source, 63), String.join(", ", Sources.KNOWN)));
    }
  }

  private Webhook webhook(RawRecord raw, JsonNode body) {
    String workspace = raw.headers().getOrDefault("workspace", "");
    String name = raw.headers().getOrDefault("integration", "");
    Workspace settings = Workspace.at(workspaces, workspace, raw.logTime());
    Integration integration = integrations.at(workspace, name, raw.logTime());
    return new Webhook(
        workspace,
        settings,
        integration == null || integration.environments().isEmpty()
            ? List.of(settings.defaultEnvironment())
            : integration.environments(),
        raw.headers(),
        raw.logTime(),
        body);
  }

  private Ingested parked(
      RawRecord raw,
      boolean webhook,
      @Nullable JsonNode body,
      DeadLetter.Reason reason,
      String detail) {
    Map<String, String> headers = raw.headers();
    String workspace =
        webhook ? nameOrNull(headers.get("workspace")) : ForeignEvents.nameIn(body, "workspace");
    String source =
        webhook ? nameOrNull(headers.get("source")) : ForeignEvents.nameIn(body, "source");
    String asked = workspace == null ? ForeignEvents.DEFAULT_WORKSPACE : workspace;
    Workspace settings = Workspace.at(workspaces, asked, raw.logTime());
    return new Ingested(
        List.of(), DeadLetter.of(raw, workspace, source, reason, detail, settings.scrubbing()));
  }

  private static @Nullable String nameOrNull(@Nullable String text) {
    return text != null && Integration.isName(text) ? text : null;
  }
}
