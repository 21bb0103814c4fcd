// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigLog;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.MetricSample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final long T0 = MonitorRun.T0;
  private static final String ALERT = "noData: alert(1)";

  private final ConfigLog log = new ConfigLog();

  private List<String> watchers(MetricSample... samples) {
    Selection selection =
        new Selection(
            log.history(Monitor.KIND, Monitor::read),
            new ConfigHistory<>(Workspace.KIND, Workspace::read));
    List<String> watchers = new ArrayList<>();
    for (MetricSample sample : samples) {
      selection.select(
          sample,
          T0,
          new Selection.Taker() {
            @Override
            public void take(
                Series series, long close, long pane, double badness, MetricSample one) {
              watchers.add(
                  "%s:%s/%s/%s/%s%s"
                      .formatted(
                          series.monitor(),
                          series.metric(),
                          series.project(),
                          series.environment(),
                          series.unit(),
                          series.labels()));
            }

            @Override
            public void expect(Series series, long close) {
              watchers.add("expected");
            }

            @Override
            public void tooLate(Series series, long closedAt, MetricSample one) {
              watchers.add("late");
            }
          });
    }
    return watchers;
  }

  private SelectionTest monitor(String name, String spec) {
    log.at(Instant.ofEpochMilli(T0 - 60_000), Monitor.KIND, name, "{" + spec + ", " + ALERT + "}");
    return this;
  }

  private static MetricSample sample(String name, double value, String unit, String route) {
    return new MetricSample(
        "default",
        "shop",
        "live",
        name,
        value,
        unit,
        MetricSample.Outcome.ERROR,
        Instant.ofEpochMilli(T0),
        Map.of("route", route));
  }

  @Test
  void monitorsOfANameAndThoseOfAnyNameWatch() {
    monitor("one", "select: {name: a}, measure: max")
        .monitor("two", "select: {names: [a, b]}, measure: count")
        .monitor("any", "select: {when: 'unit == \"ms\"'}, measure: max, groupBy: [tags.route]")
        .monitor("off", "enabled: false, select: {name: a}, measure: max")
        .monitor("not", "select: {name: a, when: 'tags.route == \"/x\"'}, measure: max");

    assertThat(watchers(sample("a", 1, "ms", "/y")))
        .containsExactly(
            "one:a/shop/live/ms{}", "two:/shop/live/null{}", "any:a/all/all/ms{route=/y}");
    assertThat(watchers(sample("b", 1, "s", "/y"))).containsExactly("two:/shop/live/null{}");
    assertThat(watchers(sample("c", 1, null, "/y"))).isEmpty();
  }

  @Test
  void whatAsksForValueOrOutcomeIsAskedForEachSample() {
    monitor(
        "slow", "select: {name: a, when: 'value > 10.0 && outcome == \"error\"'}, measure: count");

    assertThat(watchers(sample("a", 9, null, "/"), sample("a", 11, null, "/")))
        .containsExactly("slow:a/shop/live/null{}");
  }

  @Test
  void anotherUnitIsAnotherSeriesWhereValuesAreRead() {
    monitor("max", "select: {name: a}, measure: max")
        .monitor("ratio", "select: {name: a}, measure: ratio");

    assertThat(watchers(sample("a", 1, "ms", "/"), sample("a", 1, "s", "/")))
        .containsExactly(
            "max:a/shop/live/ms{}",
            "ratio:a/shop/live/null{}",
            "max:a/shop/live/s{}",
            "ratio:a/shop/live/null{}");
  }

  @Test
  void tagsThatNobodyAsksForAreNotRememberedAndThoseOfAnySortAre() {
    monitor("one", "select: {name: a, when: 'tags.route != tags[\"path\"]'}, measure: max")
        .monitor("two", "select: {name: a}, measure: max, groupBy: [tags.zone]")
        .monitor("any", "select: {name: b, when: 'tags.exists(t, t == \"id1\")'}, measure: max");
    Watchers watchers =
        new Watchers(
            log.history(Monitor.KIND, Monitor::read).inForce("default", T0),
            Workspace.DEFAULT.scrubbing());
    for (int i = 0; i < 100; i++) {
      assertThat(watchers.of(tagged("a", Map.of("route", "/" + i % 2, "id", "" + i)))).hasSize(2);
      assertThat(watchers.of(tagged("b", Map.of("id" + i, "x")))).hasSize(i == 1 ? 1 : 0);
    }
    assertThat(watchers.known()).isEqualTo(102);
    assertThat(watchers.of(tagged("a", Map.of()))).hasSize(1);
  }

  private static MetricSample tagged(String name, Map<String, String> tags) {
    return new MetricSample(
        "default",
        "shop",
        "live",
        name,
        1,
        null,
        MetricSample.Outcome.OK,
        Instant.ofEpochMilli(T0),
        tags);
  }

  @Test
  void labelsAreScrubbed() {
    monitor("m", "select: {name: a}, measure: max, groupBy: [tags.route, tags.password]");

    assertThat(watchers(sample("a", 1, "ms", "/login?token=geheim123456")))
        .singleElement()
        .asString()
        .doesNotContain("geheim123456")
        .contains("password=[scrubbed]");
  }

  @Test
  void aMonitorIsInForceFiveSecondsAfterItsLogTime() {
    log.at(
        Instant.ofEpochMilli(T0 - 4_999),
        Monitor.KIND,
        "young",
        "{select: {name: a}, measure: max, " + ALERT + "}");
    assertThat(watchers(sample("a", 1, "ms", "/"))).isEmpty();
  }

  @Test
  void aTagThatLooksLikeTwoIsNoOtherSeries() {
    assertThat(labelled(Map.of("a", "1, b=2", "b", "3")).id())
        .isNotEqualTo(labelled(Map.of("a", "1", "b", "2, b=3")).id())
        .isEqualTo(labelled(Map.of("b", "3", "a", "1, b=2")).id());
  }

  private static Series labelled(Map<String, String> labels) {
    return Series.of(
        "default", "m", "x", "shop", "production", null, labels, new Series.Shape("", 60_000, 0));
  }
}
