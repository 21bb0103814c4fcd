// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.grouping.AlertGroupChangeRows;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.AlertMinuteRows;
import dev.signalcraft.sql.grouping.Groups;
import dev.signalcraft.sql.ingest.AlertEventRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("TimeInStaticInitializer") // One of the queries asks the database for its clock.
class QueriesITCase {
  private static final Instant HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private static final Instant AT = HOUR.minusSeconds(7_200);
  private static final AlertGroup SHOP =
      Groups.of("checkout", AT).counts(60, 30).version(2).severity(Severity.HIGH).build();
  private static final AlertGroup WORST =
      Groups.of("pay", AT).severity(Severity.CRITICAL).source("vercel").counts(9, 1).build();
  private static final AlertGroup DONE =
      Groups.of("done", AT.minus(2, ChronoUnit.DAYS)).status(GroupStatus.RESOLVED).build();
  private static final AlertGroup FOREIGN =
      Groups.of("checkout", AT).workspace("other").counts(5_000, 0).build();
  private static TestDatabase database;

  @BeforeAll
  static void writeRows() throws SQLException {
    database = TestDatabase.migrated();
    for (AlertGroup group : List.of(SHOP, WORST, DONE, FOREIGN)) {
      database.write(AlertGroupRows.UPSERT, Groups.count(group));
    }
    Groups shop = Groups.of("checkout", AT);
    database.write(
        AlertGroupChangeRows.UPSERT,
        Groups.change(shop.severity(Severity.LOW).build(), ChangeReason.OPENED),
        Groups.change(
            shop.version(2).severity(Severity.HIGH).lastActivity(AT.plusSeconds(9)).build(),
            ChangeReason.SEVERITY_RAISED));
    database.write(
        AlertEventRows.UPSERT,
        Groups.event(SHOP, Events.event("checkout", "1", AT), AT.plusSeconds(5)));
    database.write(
        AlertMinuteRows.UPSERT,
        Groups.minute(SHOP, AT, 40, 20),
        Groups.minute(SHOP, AT.plusSeconds(3_600), 20, 10),
        Groups.minute(WORST, AT, 9, 1),
        Groups.minute(FOREIGN, AT, 5_000, 0),
        Groups.minute(DONE, AT.minus(2, ChronoUnit.DAYS), 7, 0));
  }

  @Test
  void openGroupsAreListedWorstFirst() throws Exception {
    assertThat(run("open-groups", Map.of("workspace", "default")))
        .hasSize(2)
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .startsWith("critical|open|null|f|null|vercel|")
                    .endsWith(WORST.groupId()),
            row ->
                assertThat(row).contains("|Broken checkout|null|60|30|").endsWith(SHOP.groupId()));
  }

  @Test
  void aTimelineHoldsChangesAndExemplarsInTheOrderOfLogTime() throws Exception {
    List<String> rows =
        run("group-timeline", Map.of("workspace", "default", "group_id", SHOP.groupId()));
    assertThat(rows.stream().map(row -> row.substring(row.indexOf('|') + 1)))
        .containsExactly(
            "change|opened: open, low|null|source|null|null|null|null|e1",
            "event|firing, high: Broken checkout|null|sentry|null|null|null|null|"
                + Events.event("checkout", "1", AT).eventId(),
            "change|severity-raised: low → high|null|source|null|null|null|null|e2");
    assertThat(run("group-timeline", Map.of("workspace", "x", "group_id", SHOP.groupId())))
        .isEmpty();
  }

  @Test
  void theDeduplicationRatioCountsDeliveriesAgainstGroups() throws Exception {
    String since = AT.minusSeconds(60).toString();
    assertThat(run("deduplication-ratio", Map.of("workspace", "default", "since", since)))
        .containsExactly("100|31|2|0.9800");
    assertThat(run("deduplication-ratio", Map.of("workspace", "nobody", "since", since)))
        .containsExactly("0|0|0|null");
  }

  @Test
  void noisySourcesAreThoseOfTheLastDay() throws Exception {
    assertThat(run("noisy-sources", Map.of("workspace", "default")))
        .containsExactly("sentry|shop|60|30|1", "vercel|shop|9|1|1");
  }

  @Test
  void everyHourOfTheSpanHasItsTotals() throws Exception {
    List<String> rows =
        run(
            "alerts-per-hour",
            Map.of(
                "workspace",
                "default",
                "since",
                AT.toString(),
                "until",
                AT.plusSeconds(10_800).toString()));
    assertThat(rows.stream().map(row -> row.substring(row.indexOf('|') + 1)))
        .containsExactly("49|21|2", "20|10|1", "0|0|0");
  }

  @Test
  void aParameterThatIsAnInjectionIsOnlyAValue() throws Exception {
    assertThat(run("open-groups", Map.of("workspace", "'; drop table alert_groups; --"))).isEmpty();
  }

  @Test
  void everyQueryIsDocumentedAndSaysWhatItTakes() throws IOException {
    String page = Files.readString(Path.of("../docs/queries.md"));
    for (QueryFile query : QueryFile.all()) {
      String text = query.text();
      assertThat(page).contains("| `" + query.name() + "` |");
      assertThat(text).contains("-- Parameters: ").contains("-f " + query.name());
      String header = text.lines().filter(line -> line.startsWith("-- psql")).findFirst().get();
      for (String parameter : query.parameters()) {
        assertThat(header).contains("-v " + parameter + "=");
      }
    }
  }

  private static List<String> run(String name, Map<String, String> values) throws Exception {
    return QueryFile.of(name).run(database, values);
  }
}
