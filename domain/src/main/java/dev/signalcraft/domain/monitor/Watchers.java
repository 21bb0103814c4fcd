// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.Scrubber;
import dev.signalcraft.domain.ingest.Scrubbing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The monitors of a workspace behind an index by the name of the metric. */
final class Watchers {
  private static final int REMEMBERED = 20_000;

  private final List<Document<Monitor>> documents;
  private final Scrubbing scrubbing;
  private final Map<String, List<Document<Monitor>>> byName = new HashMap<>();
  private final List<Document<Monitor>> ofAnyName = new ArrayList<>();
  private final Map<Identity, List<Watcher>> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, List<Watcher>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** A monitor, and the series by which it watches. */
  record Watcher(Monitor monitor, Series series) {}

  /** All of a sample by which it can be watched, but for its value and outcome. */
  private record Identity(
      String name,
      String project,
      String environment,
      @Nullable String unit,
      Map<String, String> tags) {}

  Watchers(List<Document<Monitor>> documents, Scrubbing scrubbing) {
    this.documents = documents;
    this.scrubbing = scrubbing;
    for (Document<Monitor> document : documents) {
      Monitor monitor = document.content();
      if (!monitor.enabled()) {
        continue;
      }
      if (monitor.select().names().isEmpty()) {
        ofAnyName.add(document);
      }
      for (String name : monitor.select().names()) {
        byName.computeIfAbsent(name, none -> new ArrayList<>()).add(document);
      }
    }
  }

  /** Whether it is still what these make of it: the very same ones. */
  @SuppressWarnings("ReferenceEquality") // Whoever hands them out does so again until they change.
  boolean isOf(List<Document<Monitor>> others, Scrubbing otherScrubbing) {
    return documents == others && scrubbing == otherScrubbing;
  }

  /** Those that watch a sample, as far as it is not its value or outcome that decides. */
  List<Watcher> of(MetricSample sample) {
    List<Document<Monitor>> named = byName.get(sample.name());
    if (named == null && ofAnyName.isEmpty()) {
      return List.of();
    }
    Identity identity =
        new Identity(
            sample.name(), sample.project(), sample.environment(), sample.unit(), sample.tags());
    List<Watcher> found = remembered.get(identity);
    if (found == null) {
      found = new ArrayList<>();
      add(named == null ? List.of() : named, sample, found);
      add(ofAnyName, sample, found);
      remembered.put(identity, found);
    }
    return found;
  }

  private void add(List<Document<Monitor>> candidates, MetricSample sample, List<Watcher> found) {
    for (Document<Monitor> document : candidates) {
      Monitor monitor = document.content();
      if (monitor.select().asksEachSample() || monitor.select().takes(sample)) {
        found.add(new Watcher(monitor, series(document, sample)));
      }
    }
  }

  /** Values of different units, and of different metrics, are never mixed. */
  private Series series(Document<Monitor> document, MetricSample sample) {
    Monitor monitor = document.content();
    List<String> groupBy = monitor.groupBy();
    boolean values = monitor.measure().readsValues();
    boolean oneName = monitor.select().names().size() == 1;
    Map<String, String> labels = new TreeMap<>();
    for (String name : groupBy) {
      String tag = Select.tag(name);
      if (tag != null) {
        labels.put(
            tag,
            scrubbing.isTelling(tag)
                ? Scrubber.SCRUBBED
                : scrubbing.scrub(sample.tags().getOrDefault(tag, "")));
      }
    }
    return Series.of(
        sample.workspace(),
        document.name(),
        values || oneName || groupBy.contains("name") ? sample.name() : "",
        groupBy.contains("project") ? sample.project() : Series.ALL,
        groupBy.contains("environment") ? sample.environment() : Series.ALL,
        values ? sample.unit() : null,
        labels,
        monitor.shape());
  }
}
