// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import static dev.signalcraft.domain.monitor.MonitorRun.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.EventStatus;
import dev.signalcraft.domain.routing.Documents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Monitors with more series than they allow. */
class AdmissionTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final Monitor THREE = monitor(3);

  private final List<String> refused = new ArrayList<>();
  private final List<AlertEvent> alerts = new ArrayList<>();
  private final TreeSet<Long> timers = new TreeSet<>();
  private Admission admission = new Admission(series("any"));

  private static Monitor monitor(int most) {
    return Monitor.read(
        Documents.document(
            Monitor.KIND,
            "slow",
            "{select: {name: x}, groupBy: [tags.id], measure: count, maxSeries: "
                + most
                + ", noData: alert(1)}"));
  }

  private static Series series(String id) {
    return Series.of(
        "default", "slow", "x", "all", "all", null, Map.of("id", id), monitor(3).shape());
  }

  private void ask(Partial.Kind kind, int minute, String... ids) {
    for (String id : ids) {
      long close = T0 + minute * MINUTE + 10_000;
      timers.add(admission.offer(new Partial(kind, series(id), close, close, new Pane())));
      timers.add(Admission.nextHour(close));
    }
  }

  private void ask(int minute, String... ids) {
    ask(Partial.Kind.SAMPLES, minute, ids);
  }

  private boolean advanceTo(int minute, Monitor monitor) {
    boolean more = true;
    while (!timers.isEmpty() && timers.first() <= T0 + minute * MINUTE + 10_000) {
      long time = timers.pollFirst();
      more =
          admission.advanceTo(
              time,
              monitor,
              Workspace.DEFAULT,
              new Admission.Outputs() {
                @Override
                public void refused(Partial refusal) {
                  assertThat(refusal.kind()).isEqualTo(Partial.Kind.REFUSED);
                  refused.add(
                      (refusal.close() - T0) / MINUTE + refusal.series().labels().get("id"));
                }

                @Override
                public void alert(AlertEvent event) {
                  alerts.add(event);
                }
              });
      if (more) {
        timers.add(Admission.nextHour(time));
      }
    }
    return more;
  }

  /** In the order in which the keys of their series stand. */
  private static List<String> byKey(String... ids) {
    TreeMap<String, String> ordered = new TreeMap<>();
    for (String id : ids) {
      ordered.put(series(id).key(), id);
    }
    return List.copyOf(ordered.values());
  }

  @Test
  void theSeriesOfEarlierClosesStayAndOthersFillUpInTheOrderOfTheirKeys() {
    ask(1, "a", "b");
    ask(2, "c", "d", "e", "a");
    advanceTo(1, THREE);
    assertThat(refused).isEmpty();
    advanceTo(2, THREE);
    List<String> late = byKey("c", "d", "e");
    assertThat(refused).containsExactly("2" + late.get(1), "2" + late.get(2));

    refused.clear();
    ask(3, "a", "b", late.get(0), "f");
    advanceTo(3, THREE);
    assertThat(refused).containsExactly("3f");
  }

  @Test
  void anEditOfTheLimitHoldsFromTheNextCloseAndPutsNobodyOut() {
    ask(1, "a", "b", "c");
    advanceTo(1, THREE);
    ask(2, "a", "b", "c", "d");
    advanceTo(2, monitor(1));
    assertThat(refused).containsExactly("2d");
    ask(3, "d");
    advanceTo(3, monitor(4));
    assertThat(refused).containsExactly("2d");
    assertThat(admission.size()).isEqualTo(4);
  }

  @Test
  void whatIsExpectedIsNeverRefusedAndComesFirst() {
    ask(1, "a", "b", "c");
    ask(Partial.Kind.EXPECTED, 1, "w", "x", "y", "z");
    ask(1, "z");
    advanceTo(1, THREE);
    assertThat(refused).containsExactlyInAnyOrder("1a", "1b", "1c");
  }

  @Test
  void aSeriesThatHasBeenQuietForADayMakesRoom() {
    ask(1, "a", "b", "c");
    advanceTo(1, THREE);
    int almost = 24 * 60;
    ask(almost, "b", "d");
    advanceTo(almost, THREE);
    assertThat(refused).containsExactly(almost + "d");
    int day = almost + 1;
    ask(day, "d", "e");
    advanceTo(day, THREE);
    assertThat(refused).containsExactly(almost + "d");
    assertThat(admission.size()).isEqualTo(3);
  }

  @Test
  void oneAlertSaysThatSeriesAreRefusedAndIsOverAfterAnHourWithout() {
    ask(1, "a", "b", "c", "d");
    ask(2, "d");
    ask(70, "a");
    advanceTo(70, THREE);
    assertThat(alerts)
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.title()).isEqualTo("slow: more than 3 series");
              String last = byKey("a", "b", "c", "d").get(3);
              assertThat(alert.message()).contains("{id=" + last + "}").contains("maxSeries");
            });

    advanceTo(130, THREE);
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).status()).isEqualTo(EventStatus.RESOLVED);
    assertThat(alerts.get(1).fingerprint()).isEqualTo(alerts.get(0).fingerprint());
    assertThat(alerts.get(1).receivedAt().toEpochMilli()).isEqualTo(T0 + 2 * HOUR);
  }

  @Test
  void nothingIsLeftWhenAllHaveBeenQuietForADay() {
    ask(1, "a", "b", "c", "d");
    assertThat(advanceTo(24 * 60, THREE)).isTrue();
    assertThat(advanceTo(26 * 60, THREE)).isFalse();
    assertThat(alerts).hasSize(2);
  }

  @Test
  void nobodyIsRefusedByAMonitorThatIsGone() {
    ask(1, "a", "b", "c", "d");
    advanceTo(1, null);
    assertThat(refused).isEmpty();
  }

  @Test
  void inWhateverOrderAndHowOftenTheyAskAndAfterARestoreTheSameAreRefused() throws IOException {
    Random random = new Random(3);
    List<String> first = null;
    for (int round = 0; round < 20; round++) {
      refused.clear();
      timers.clear();
      admission = new Admission(series("any"));
      Random same = new Random(5);
      for (int minute = 1; minute < 120; minute++) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          ids.add("s" + same.nextInt(minute * 3));
        }
        ids.addAll(ids.subList(0, round % 8));
        Collections.shuffle(ids, random);
        ask(minute, ids.toArray(new String[0]));
        if (minute % 3 == round % 3) {
          restore();
        }
        // Watermarks fall as they like, but never after what asks for a later close is all there.
        if (minute % (1 + round % 4) == 0) {
          advanceTo(minute, monitor(30));
        }
      }
      advanceTo(120, monitor(30));
      first = first == null ? List.copyOf(refused) : first;
      assertThat(refused).isEqualTo(first).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }
  }

  private void restore() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    admission.copy().write(new DataOutputStream(bytes));
    admission = Admission.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
