// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalcraft.domain.grouping.AlertChange;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.functions.config.ConfigReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The same log gives the same changes, whatever the parallelism and whenever timers fire. */
class ParallelismTest {
  @Test
  void oneReaderAndFourGiveTheSameSetOfChanges() throws Exception {
    List<List<RawRecord>> log = MixedLog.of(1);

    List<AlertChange> one = run(log, 1);
    List<AlertChange> four = run(log, MixedLog.PARTITIONS);

    assertThat(sorted(four)).isEqualTo(sorted(one));
    assertThat(kinds(one)).as("or it shows little").containsOnly(AlertChange.Kind.values());
    assertThat(reasons(one)).as("or it shows little").containsOnly(ChangeReason.values());
  }

  @Test
  void whicheverReaderTakesWhichPartitionTheSetIsTheSame() throws Exception {
    List<List<RawRecord>> log = MixedLog.of(1);
    List<List<RawRecord>> permuted = new ArrayList<>(log);
    Collections.rotate(permuted, 1);
    Collections.swap(permuted, 0, 2);

    assertThat(sorted(run(permuted, 2))).isEqualTo(sorted(run(log, 2)));
  }

  @Test
  void recordsThatAreDeliveredTwiceGiveTheSameGroups() throws Exception {
    Map<String, AlertGroup> once = groups(run(MixedLog.of(1), MixedLog.PARTITIONS));
    Map<String, AlertGroup> twice = groups(run(MixedLog.of(2), MixedLog.PARTITIONS));

    assertThat(twice.keySet()).isEqualTo(once.keySet());
    assertThat(twice.values())
        .extracting(AlertGroup::count, AlertGroup::status, AlertGroup::version)
        .isEqualTo(
            once.values().stream()
                .map(group -> tuple(group.count(), group.status(), group.version()))
                .toList());
    assertThat(duplicates(twice)).isGreaterThan(duplicates(once));
  }

  @Test
  void whoIsToldIsTheSameThoughSourcesAndTargetsOfAnInhibitRuleMeetInOneMillisecond()
      throws Exception {
    List<String> one = told(CrossingLog::config, 1);
    List<String> four = told(CrossingLog::config, CrossingLog.PARTITIONS);

    assertThat(four).isEqualTo(one);
    assertThat(one).doesNotHaveDuplicates();
    List<String> free = told(CrossingLog::withoutInhibition, CrossingLog.PARTITIONS);
    assertThat(one).as("or it shows little").hasSizeBetween(100, free.size() - 100);
  }

  private static List<String> told(ConfigReader config, int parallelism) throws Exception {
    List<String> told = new ArrayList<>();
    WholeJob.Written written =
        WholeJob.run(CrossingLog.partitions(), config, WholeJob.defaults(), parallelism);
    for (Notification notification : written.notifications()) {
      if (notification.at().isBefore(CrossingLog.END)) {
        told.add(Json.mapper().writeValueAsString(notification));
      }
    }
    told.sort(null);
    return told;
  }

  private static List<AlertChange> run(List<List<RawRecord>> log, int parallelism)
      throws Exception {
    return WholeJob.run(log, MixedLog::config, MixedLog.WINDOWS, parallelism).changes();
  }

  private static Map<String, AlertGroup> groups(List<AlertChange> written) {
    return WholeJob.groups(written);
  }

  /** What has happened before the end, when all of it must have fallen due. */
  private static List<String> sorted(List<AlertChange> written) throws Exception {
    List<String> changes = new ArrayList<>();
    for (AlertChange change : written) {
      if (change.at().isBefore(MixedLog.END)) {
        changes.add(Json.mapper().writeValueAsString(change));
      }
    }
    changes.sort(null);
    return changes;
  }

  private static Set<AlertChange.Kind> kinds(List<AlertChange> written) {
    return written.stream().map(AlertChange::kind).collect(Collectors.toSet());
  }

  private static Set<ChangeReason> reasons(List<AlertChange> written) {
    return written.stream()
        .map(AlertChange::change)
        .filter(Objects::nonNull)
        .map(GroupChange::reason)
        .collect(Collectors.toSet());
  }

  private static long duplicates(Map<String, AlertGroup> groups) {
    return groups.values().stream().mapToLong(AlertGroup::duplicates).sum();
  }
}
