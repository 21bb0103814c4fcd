// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.sql.TestDatabase;
import dev.signalcraft.sql.grouping.AlertGroupRows;
import dev.signalcraft.sql.grouping.Groups;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertGroupPagesITCase {
  @TempDir private static Path directory;
  private static Console console;
  private static Api many;

  @BeforeAll
  static void start() throws Exception {
    TestDatabase database = TestDatabase.migrated();
    for (AlertGroup group : manyGroups()) {
      database.write(AlertGroupRows.UPSERT, Groups.count(group));
    }
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "many", "test");
    console = Console.start(TestConsole.settings(database.url(), tokens));
    many = new Api(console.url(), token);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  static Stream<String> sorts() {
    return Stream.of("lastActivity", "lastSeen", "openedAt", "count", "severity")
        .flatMap(field -> Stream.of(field, "-" + field));
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void aWalkOverTiesEqualsAnIndependentSort(String sort) throws Exception {
    Comparator<AlertGroup> order =
        switch (sort.replace("-", "")) {
          case "lastActivity" -> Comparator.comparing(AlertGroup::lastActivity);
          case "lastSeen" -> Comparator.comparing(AlertGroup::lastSeen);
          case "openedAt" -> Comparator.comparing(AlertGroup::openedAt);
          case "count" -> Comparator.comparing(AlertGroup::count);
          default -> Comparator.comparing(AlertGroup::severity);
        };
    order = order.thenComparing(AlertGroup::groupId);
    List<String> expected =
        manyGroups().stream()
            .sorted(sort.startsWith("-") ? order.reversed() : order)
            .map(AlertGroup::groupId)
            .toList();

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      JsonNode page =
          (cursor == null
                  ? many.groups("sort", sort, "limit", "17")
                  : many.groups("sort", sort, "limit", "17", "cursor", cursor))
              .json();
      page.get("items").forEach(item -> walked.add(item.get("groupId").asText()));
      cursor = page.has("nextCursor") ? page.get("nextCursor").asText() : null;
    } while (cursor != null);
    assertThat(walked).isEqualTo(expected);
  }

  @Test
  void aPageThatIsExactlyFullAtTheEndHasNoNext() throws Exception {
    assertThat(many.groups("limit", "120").json().has("nextCursor")).isFalse();
    assertThat(many.groups("limit", "119").json().has("nextCursor")).isTrue();
    assertThat(many.groups().titles()).hasSize(50);
  }

  @Test
  void aCursorOfAnotherSortOrWithAnotherLetterIsRefused() throws Exception {
    String cursor = many.groups("sort", "count", "limit", "5").json().get("nextCursor").asText();
    assertThat(many.groups("sort", "-count", "cursor", cursor).status()).isEqualTo(400);
    assertThat(many.groups("cursor", cursor).faults())
        .containsExactly("cursor: write the nextCursor of a page with the same sort, unchanged");
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String tampered = cursor.substring(0, i) + other + cursor.substring(i + 1);
      assertThat(many.groups("sort", "count", "cursor", tampered).status())
          .as(tampered)
          .isEqualTo(400);
    }
  }

  /** 120 groups of which many are equal in every field that sorts. */
  private static List<AlertGroup> manyGroups() {
    Random random = new Random(11);
    List<Severity> severities = List.of(Severity.values());
    List<AlertGroup> groups = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      var opened = T0.plusSeconds(random.nextInt(4));
      groups.add(
          Groups.of("f" + i, opened)
              .workspace("many")
              .severity(severities.get(random.nextInt(4)))
              .lastActivity(opened.plusMillis(random.nextInt(3)))
              .lastSeen(opened.plusSeconds(random.nextInt(3)))
              .counts(random.nextInt(5), 0)
              .build());
    }
    return groups;
  }
}
