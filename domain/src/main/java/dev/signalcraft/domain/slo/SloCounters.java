// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import dev.signalcraft.domain.config.ConfigHistory.Document;
import dev.signalcraft.domain.ingest.MetricSample;
import dev.signalcraft.domain.ingest.Scrubber;
import dev.signalcraft.domain.ingest.Scrubbing;
import dev.signalcraft.domain.monitor.Select;
import dev.signalcraft.domain.monitor.Series;
import dev.signalcraft.domain.routing.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The SLOs of a workspace behind an index by the name of the metric. */
final class SloCounters {
  private static final int REMEMBERED = 20_000;

  private final List<Document<Slo>> documents;
  private final Scrubbing scrubbing;
  private final Map<String, Set<Document<Slo>>> byName = new HashMap<>();
  private final Set<Document<Slo>> ofAnyName = new LinkedHashSet<>();
  private final @Nullable Set<String> tags;
  private final Map<Identity, List<Counter>> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, List<Counter>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * An SLO that may count a sample.
   *
   * @param part null where there is none
   */
  record Counter(Slo slo, Series series, Asked total, @Nullable Asked part) {}

  /**
   * A selection, as far as it is known whether it takes samples.
   *
   * @param answer null where that depends on their values
   */
  record Asked(Select select, @Nullable Boolean answer) {
    static Asked of(Select select, MetricSample sample) {
      if (!select.names().isEmpty() && !select.names().contains(sample.name())) {
        return new Asked(select, false);
      }
      Expression when = select.when();
      return new Asked(select, (when != null && when.names("value")) ? null : select.takes(sample));
    }

    boolean takes(MetricSample sample) {
      return answer == null ? select.takes(sample) : answer;
    }

    boolean never() {
      return Boolean.FALSE.equals(answer);
    }
  }

  /** All of a sample by which it can be counted, but for its value. */
  private record Identity(
      String name,
      String project,
      String environment,
      @Nullable String unit,
      MetricSample.Outcome outcome,
      Object tags) {}

  SloCounters(List<Document<Slo>> documents, Scrubbing scrubbing) {
    this.documents = documents;
    this.scrubbing = scrubbing;
    Set<String> asked = new TreeSet<>();
    boolean any = false;
    for (Document<Slo> document : documents) {
      Slo slo = document.content();
      if (!slo.enabled()) {
        continue;
      }
      slo.groupBy().stream().map(Select::tag).filter(tag -> tag != null).forEach(asked::add);
      for (Select select : selections(slo)) {
        Set<String> ofThis = select.when() == null ? Set.of() : select.when().tags();
        any |= ofThis == null;
        asked.addAll(ofThis == null ? Set.of() : ofThis);
        if (select.names().isEmpty()) {
          ofAnyName.add(document);
        }
        for (String name : select.names()) {
          byName.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(document);
        }
      }
    }
    byName.values().forEach(named -> named.addAll(ofAnyName));
    tags = any ? null : asked;
  }

  private static List<Select> selections(Slo slo) {
    Select part = slo.indicator().part();
    return part == null ? List.of(slo.indicator().total()) : List.of(slo.indicator().total(), part);
  }

  /** Whether it is still what these make of it: the very same ones. */
  @SuppressWarnings("ReferenceEquality") // Whoever hands them out does so again until they change.
  boolean isOf(List<Document<Slo>> others, Scrubbing otherScrubbing) {
    return documents == others && scrubbing == otherScrubbing;
  }

  /** Those that count a sample, as far as it is not its value that decides. */
  List<Counter> of(MetricSample sample) {
    Set<Document<Slo>> candidates = byName.getOrDefault(sample.name(), ofAnyName);
    if (candidates.isEmpty()) {
      return List.of();
    }
    Identity identity =
        new Identity(
            sample.name(),
            sample.project(),
            sample.environment(),
            sample.unit(),
            sample.outcome(),
            seen(sample.tags()));
    List<Counter> found = remembered.get(identity);
    if (found == null) {
      found = new ArrayList<>();
      for (Document<Slo> document : candidates) {
        Slo slo = document.content();
        Select part = slo.indicator().part();
        Asked ofTotal = Asked.of(slo.indicator().total(), sample);
        Asked ofPart = part == null ? null : Asked.of(part, sample);
        if (!ofTotal.never() || (ofPart != null && !ofPart.never())) {
          found.add(new Counter(slo, series(document, sample), ofTotal, ofPart));
        }
      }
      remembered.put(identity, found);
    }
    return found;
  }

  /** A tag that nobody asks for, such as the id of a request, makes no identity. */
  private Object seen(Map<String, String> all) {
    if (tags == null) {
      return all;
    }
    List<String> values = new ArrayList<>(tags.size());
    for (String tag : tags) {
      values.add(all.getOrDefault(tag, ""));
    }
    return values;
  }

  /** Good and all events may come under different names: a name makes no series. */
  private Series series(Document<Slo> document, MetricSample sample) {
    Slo slo = document.content();
    Map<String, String> labels = new TreeMap<>();
    for (String name : slo.groupBy()) {
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
        "",
        slo.groupBy().contains("project") ? sample.project() : Series.ALL,
        slo.groupBy().contains("environment") ? sample.environment() : Series.ALL,
        null,
        labels,
        slo.shape());
  }
}
