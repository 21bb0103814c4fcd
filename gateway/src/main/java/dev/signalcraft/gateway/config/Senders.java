// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.config;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigHistory.Outcome;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.ConfigRecord.Metadata;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.Sources;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every integration in its newest version, beside the workspaces. One thread feeds it in log order,
 * any thread asks it.
 *
 * <p>Secrets are resolved when a version arrives, never while a request waits; one that cannot be
 * had is tried again from time to time and does not spoil the others.
 */
public final class Senders {
  /** The field of an integration that its secrets are sealed for. */
  public static final String SECRET_FIELD = "secrets";

  private static final Logger LOG = LoggerFactory.getLogger(Senders.class);
  private static final ObjectReader RECORDS = Json.mapper().readerFor(ConfigRecord.class);

  private final ConfigHistory<Integration> history =
      new ConfigHistory<>(Integration.KIND, Integration::read);
  private final ConfigHistory<Workspace> workspaces =
      new ConfigHistory<>(Workspace.KIND, Workspace::read);
  private final Map<Metadata, Sender> senders = new ConcurrentHashMap<>();
  private final Set<Metadata> incomplete = ConcurrentHashMap.newKeySet();
  private final Secrets secrets;

  /** No senders yet. */
  public Senders(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The sender of this name, or null where there is none. */
  public @Nullable Sender find(String workspace, String name) {
    return senders.get(new Metadata(workspace, name));
  }

  /**
   * Whose a key of this source is; null where it is nobody's. One that several workspaces claim is
   * nobody's: it would let one write to another.
   */
  public @Nullable Owner owner(String source, String keySha256) {
    Owner owner = null;
    for (Map.Entry<Metadata, Sender> entry : senders.entrySet()) {
      Sender sender = entry.getValue();
      if (sender.source().equals(source) && sender.keySha256().contains(keySha256)) {
        String workspace = entry.getKey().workspace();
        if (owner != null && !owner.workspace().equals(workspace)) {
          return null;
        }
        owner = new Owner(workspace, environment(entry.getKey()));
      }
    }
    return owner;
  }

  /**
   * The Slack app one of whose signing secrets passes; null where there is none. One that several
   * workspaces claim is nobody's. Every secret is tried, so that the time tells nothing.
   */
  public @Nullable SlackApp slackApp(Predicate<byte[]> passes) {
    List<Metadata> passing = new ArrayList<>();
    for (Map.Entry<Metadata, Sender> entry : senders.entrySet()) {
      boolean its = false;
      if (entry.getValue().source().equals(Sources.SLACK)) {
        for (byte[] secret : entry.getValue().secrets()) {
          its = passes.test(secret) || its;
        }
      }
      if (its) {
        passing.add(entry.getKey());
      }
    }
    if (passing.stream().map(Metadata::workspace).distinct().count() != 1) {
      return null;
    }
    passing.sort(Comparator.comparing(Metadata::name));
    Map<String, String> users = new HashMap<>();
    for (Metadata id : passing) {
      Integration integration = history.newest(id.workspace(), id.name());
      if (integration != null) {
        integration.users().forEach(users::putIfAbsent);
      }
    }
    return new SlackApp(passing.get(0).workspace(), passing.get(0).name(), users);
  }

  private @Nullable String environment(Metadata id) {
    Integration integration = history.newest(id.workspace(), id.name());
    return integration == null || integration.environments().isEmpty()
        ? null
        : integration.environments().get(0);
  }

  /** What holds for the workspaces. */
  public ConfigHistory<Workspace> workspaces() {
    return workspaces;
  }

  /** Takes the next record of the config log, whatever it holds. */
  public void accept(byte @Nullable [] value, long logTime) {
    ConfigRecord document = parse(value);
    if (document == null
        || !Integration.isName(document.metadata().workspace())
        || !Integration.isName(document.metadata().name())) {
      return;
    }
    Outcome outcome = history.accept(document, logTime);
    if (outcome == Outcome.REFUSED || workspaces.accept(document, logTime) == Outcome.REFUSED) {
      LOG.warn("{} version {} is not usable and ignored", document.key(), document.version());
    } else if (outcome == Outcome.APPLIED) {
      resolve(document.metadata());
    }
  }

  /** Tries again what could not be resolved. */
  public void retry() {
    for (Metadata id : incomplete) {
      resolve(id);
    }
  }

  private static @Nullable ConfigRecord parse(byte @Nullable [] value) {
    try {
      return value == null ? null : RECORDS.readValue(value);
    } catch (IOException e) {
      return null;
    }
  }

  private void resolve(Metadata id) {
    Integration integration = history.newest(id.workspace(), id.name());
    if (integration == null) {
      incomplete.remove(id);
      senders.remove(id);
      return;
    }
    List<byte[]> resolved = new ArrayList<>();
    String fault = null;
    for (String reference : integration.secrets()) {
      try {
        String secret =
            secrets.resolve(reference, id.workspace(), Integration.KIND, id.name(), SECRET_FIELD);
        resolved.add(secret.getBytes(StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        fault = e.getMessage();
      }
    }
    senders.put(id, new Sender(integration.source(), resolved, integration.keySha256()));
    if (fault == null) {
      incomplete.remove(id);
    } else if (incomplete.add(id)) {
      LOG.warn("A secret of {}/{} cannot be had: {}", id.workspace(), id.name(), fault);
    }
  }
}
