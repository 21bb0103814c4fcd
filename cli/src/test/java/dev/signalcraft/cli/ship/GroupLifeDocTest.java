// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static dev.signalcraft.domain.grouping.GroupStory.wish;
import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.domain.grouping.Action;
import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.ChangeReason;
import dev.signalcraft.domain.grouping.GroupChange;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.GroupStory;
import dev.signalcraft.domain.grouping.Refusal;
import dev.signalcraft.domain.ingest.AlertEvent;
import dev.signalcraft.domain.ingest.Events;
import dev.signalcraft.domain.json.WireName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of {@code docs/group-life.md} are what the rules do. */
class GroupLifeDocTest {
  private static final String PAGE = Repository.text("docs/group-life.md");
  private static final AlertEvent EVENT = Events.event("checkout", "1", T0);

  @ParameterizedTest
  @EnumSource(Action.class)
  void aCommandDoesInEachStateWhatItsRowSays(Action action) {
    String row = row("`" + WireName.of(action) + "`");
    List<String> cells = new ArrayList<>();
    for (GroupStatus status : GroupStatus.values()) {
      cells.add(after(action, status));
    }

    assertThat(row).startsWith("| " + String.join(" | ", cells) + " | ");
  }

  @Test
  void theColumnsAreTheStates() {
    assertThat(row("Command"))
        .startsWith("| " + String.join(" | ", words(GroupStatus.values())) + " |");
  }

  @Test
  void everyRefusalAndReasonHasItsRow() {
    assertThat(named("## Refusals", "## Reasons")).containsExactly(words(Refusal.values()));
    assertThat(named("## Reasons", "$")).containsExactlyInAnyOrder(words(ChangeReason.values()));
  }

  /** What a group of a status becomes by an action; a dash where it is refused. */
  private static String after(Action action, GroupStatus status) {
    GroupStory story = new GroupStory().at(T0, EVENT);
    String id = story.group(EVENT).groupId();
    switch (status) {
      case OPEN -> {}
      case ACKNOWLEDGED -> story.at(at(1), wish(id, "1").to(Action.ACKNOWLEDGE));
      case SNOOZED -> story.at(at(1), wish(id, "1").until(at(99)).to(Action.SNOOZE));
      case RESOLVED -> story.at(at(1), wish(id, "1").to(Action.RESOLVE));
    }
    assertThat(story.group(EVENT).status()).isEqualTo(status);
    GroupStory.Wish wish = wish(id, "2");
    if (action == Action.SNOOZE) {
      wish.until(at(60));
    } else if (action == Action.NOTE) {
      wish.text("hello");
    }
    AlertGroup group = story.at(at(2), wish.to(action)).group(EVENT);
    List<GroupChange> told = story.told();
    return told.get(told.size() - 1).refusal() == null ? WireName.of(group.status()) : "–";
  }

  /** The words in the first cells of the table between two headings. */
  private static List<String> named(String from, String to) {
    int begin = PAGE.indexOf(from);
    int end = to.equals("$") ? PAGE.length() : PAGE.indexOf(to);
    return Pattern.compile("(?m)^\\| (`.*?) \\|")
        .matcher(PAGE.substring(begin, end))
        .results()
        .flatMap(row -> Arrays.stream(row.group(1).split(", ")))
        .map(word -> word.replace("`", ""))
        .toList();
  }

  /** A row of a table without its first cell. */
  private static String row(String first) {
    String begin = "| " + first + " ";
    return PAGE.lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + first));
  }

  private static String[] words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(WireName::of).toArray(String[]::new);
  }

  private static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }
}
