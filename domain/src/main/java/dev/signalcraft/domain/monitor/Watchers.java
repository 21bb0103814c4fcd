// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.Scrubber;
import dev.signalcraft.domain.ingest.Scrubbing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The monitors of a workspace: those of measurements behind an index by the name of the metric,
 * those of events in a list.
 */
final class Watchers {
  private static final int REMEMBERED = 20_000;

  private final List<Document<Monitor>> documents;
  private final Scrubbing scrubbing;
  private final Map<String, Candidates> byName = new HashMap<>();
  private final Candidates ofAnyName;
  private final List<Document<Monitor>> ofEvents = new ArrayList<>();
  private @Nullable List<Watcher> expected;
  private final Map<String, List<Watcher>> remembered = new HashMap<>();
  private final StringBuilder identityText = new StringBuilder();

  /**
   * A monitor, and the series by which it watches.
   *
   * @param asksEach whether it is the value or outcome of each sample that decides
   */
  record Watcher(Monitor monitor, Series series, boolean asksEach) {
    Watcher(Monitor monitor, Series series) {
      this(monitor, series, monitor.select().asksEachSample());
    }
  }

  /**
   * The monitors that may watch a name.
   *
   * @param tags that they ask for; null where they may ask for any
   */
  private record Candidates(List<Document<Monitor>> monitors, @Nullable List<String> tags) {
    static Candidates of(List<Document<Monitor>> monitors) {
      Set<String> asked = new TreeSet<>();
      for (Document<Monitor> document : monitors) {
        Set<String> tags = document.content().tags();
        if (tags == null) {
          return new Candidates(monitors, null);
        }
        asked.addAll(tags);
      }
      return new Candidates(monitors, List.copyOf(asked));
    }

    /**
     * All of a sample by which it can be watched, but for its value and outcome; each part after
     * its length. A tag that nobody asks for, such as the id of a request, is none of it. One text
     * lies closer together in memory than its parts do.
     */
    String identity(MetricSample sample, StringBuilder to) {
      to.setLength(0);
      part(sample.name(), to);
      part(sample.project(), to);
      part(sample.environment(), to);
      part(sample.unit() == null ? "" : sample.unit(), to);
      Map<String, String> all = sample.tags();
      if (tags == null) {
        new TreeMap<>(all)
            .forEach(
                (name, value) -> {
                  part(name, to);
                  part(value, to);
                });
      } else {
        for (int i = 0; i < tags.size(); i++) {
          part(all.getOrDefault(tags.get(i), ""), to);
        }
      }
      return to.toString();
    }

    private static void part(String text, StringBuilder to) {
      to.append((char) text.length()).append(text);
    }
  }

  Watchers(List<Document<Monitor>> documents, Scrubbing scrubbing) {
    this.documents = documents;
    this.scrubbing = scrubbing;
    Map<String, List<Document<Monitor>>> named = new HashMap<>();
    List<Document<Monitor>> others = new ArrayList<>();
    for (Document<Monitor> document : documents) {
      Monitor monitor = document.content();
      if (!monitor.enabled()) {
        continue;
      }
      if (monitor.select().stream() == Select.Stream.EVENTS) {
        ofEvents.add(document);
      } else if (monitor.select().names().isEmpty()) {
        others.add(document);
      } else {
        for (String name : monitor.select().names()) {
          named.computeIfAbsent(name, none -> new ArrayList<>()).add(document);
        }
      }
    }
    ofAnyName = Candidates.of(others);
    named.forEach(
        (name, monitors) -> {
          monitors.addAll(others);
          byName.put(name, Candidates.of(monitors));
        });
  }

  /** Whether it is still what these make of it: the very same ones. */
  @SuppressWarnings("ReferenceEquality") // Whoever hands them out does so again until they change.
  boolean isOf(List<Document<Monitor>> others, Scrubbing otherScrubbing) {
    return documents == others && scrubbing == otherScrubbing;
  }

  /** Those that watch a sample, as far as it is not its value or outcome that decides. */
  List<Watcher> of(MetricSample sample) {
    Candidates candidates = byName.getOrDefault(sample.name(), ofAnyName);
    if (candidates.monitors().isEmpty()) {
      return List.of();
    }
    String identity = candidates.identity(sample, identityText);
    List<Watcher> found = remembered.get(identity);
    if (found == null) {
      found = new ArrayList<>();
      add(candidates.monitors(), sample, found);
      if (remembered.size() >= REMEMBERED) {
        remembered.clear();
      }
      remembered.put(identity, found);
    }
    return found;
  }

  /** Those that watch an event. One that a monitor made itself it never watches. */
  List<Watcher> of(AlertEvent event) {
    List<Watcher> found = new ArrayList<>();
    for (Document<Monitor> document : ofEvents) {
      Monitor monitor = document.content();
      boolean itsOwn =
          event.source().equals(Alerts.SOURCE)
              && document.name().equals(event.tags().get(Alerts.MONITOR));
      if (!itsOwn && monitor.select().takes(event)) {
        found.add(new Watcher(monitor, series(document, event)));
      }
    }
    return found;
  }

  /** How many identities it knows. */
  int known() {
    return remembered.size();
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
    return series(
        document,
        sample.workspace(),
        sample.name(),
        monitor.measure().readsValues() ? sample.unit() : null,
        name ->
            switch (name) {
              case "project" -> sample.project();
              case "environment" -> sample.environment();
              default -> sample.tags().getOrDefault(Select.label(name), "");
            });
  }

  private Series series(
      Document<Monitor> document,
      String workspace,
      String metric,
      @Nullable String unit,
      Function<String, String> facts) {
    Monitor monitor = document.content();
    List<String> groupBy = monitor.groupBy();
    Map<String, String> labels = new TreeMap<>();
    for (String name : groupBy) {
      String label = Select.label(name);
      if (label != null) {
        labels.put(label, scrubbed(label, facts.apply(name)));
      }
    }
    boolean oneMetric =
        monitor.measure().readsValues()
            || monitor.select().names().size() == 1
            || monitor.select().stream() == Select.Stream.EVENTS
            || groupBy.contains("name");
    return Series.of(
        workspace,
        document.name(),
        oneMetric ? metric : "",
        groupBy.contains("project") ? facts.apply("project") : Series.ALL,
        groupBy.contains("environment") ? facts.apply("environment") : Series.ALL,
        unit,
        labels,
        monitor.shape());
  }

  private Series series(Document<Monitor> document, AlertEvent event) {
    return series(
        document,
        event.workspace(),
        WatchedEvents.METRIC,
        null,
        name -> WatchedEvents.text(event, name));
  }

  /** The series that are watched before their first sample. */
  List<Watcher> expected(String workspace) {
    List<Watcher> all = expected;
    if (all == null) {
      all = new ArrayList<>();
      for (Document<Monitor> document : documents) {
        Monitor monitor = document.content();
        if (monitor.enabled()) {
          for (List<String> values : monitor.expected().series()) {
            all.add(new Watcher(monitor, series(document, workspace, values)));
          }
        }
      }
      expected = all;
    }
    return all;
  }

  private Series series(Document<Monitor> document, String workspace, List<String> values) {
    Monitor monitor = document.content();
    List<String> groupBy = monitor.groupBy();
    List<String> names = monitor.select().names();
    boolean events = monitor.select().stream() == Select.Stream.EVENTS;
    String metric = events ? WatchedEvents.METRIC : names.size() == 1 ? names.get(0) : "";
    return series(
        document,
        workspace,
        groupBy.contains("name") ? values.get(groupBy.indexOf("name")) : metric,
        null,
        name -> values.get(groupBy.indexOf(name)));
  }

  private String scrubbed(String label, String text) {
    return scrubbing.isTelling(label) ? Scrubber.SCRUBBED : scrubbing.scrub(text);
  }
}
