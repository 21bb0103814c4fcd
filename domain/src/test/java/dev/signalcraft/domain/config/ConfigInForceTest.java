// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.signalcraft.domain.config.ConfigHistory.Document;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * What is in force in a workspace, against a telling that reads the whole log for each question.
 */
class ConfigInForceTest {
  private static final String REFUSED = "refused";

  /** A record of the log; text null for a deletion. */
  record Edit(
      long at, String kind, String workspace, String name, long version, long base, String text) {
    ConfigRecord document() {
      return new ConfigRecord(
          kind,
          new ConfigRecord.Metadata(workspace, name),
          version,
          base,
          text == null,
          text == null ? null : TextNode.valueOf(text));
    }
  }

  private static ConfigHistory<String> history() {
    return new ConfigHistory<>(
        "Note",
        document -> {
          String text = document.spec() == null ? "" : document.spec().asText();
          if (text.equals(REFUSED)) {
            throw new IllegalArgumentException("spec: refused");
          }
          return text;
        });
  }

  @Property(tries = 2_000)
  void itIsWhatTheLogSaysForEveryTimeAskedAtAnyMoment(
      @ForAll("logs") List<Edit> log, @ForAll("askedTimes") List<Long> askedTimes) {
    ConfigHistory<String> history = history();
    List<Edit> fed = new ArrayList<>();
    for (Edit edit : log) {
      history.accept(edit.document(), edit.at());
      fed.add(edit);
      for (long asked : askedTimes) {
        for (String workspace : List.of("a", "b", "nobody")) {
          assertThat(history.inForce(workspace, asked))
              .as("%s at %s", workspace, asked)
              .isEqualTo(plain(fed, workspace, asked));
        }
      }
    }
  }

  /** Reads the log from its start, once for each name. */
  private static List<Document<String>> plain(List<Edit> log, String workspace, long asked) {
    List<Document<String>> documents = new ArrayList<>();
    for (String name : List.of("one", "three", "two")) {
      long newest = 0;
      Document<String> good = null;
      Document<String> inForce = null;
      for (Edit edit : log) {
        boolean mine =
            edit.kind().equals("Note")
                && edit.workspace().equals(workspace)
                && edit.name().equals(name)
                && edit.version() > edit.base()
                && edit.base() == newest;
        if (mine) {
          newest = edit.version();
          if (edit.text() == null) {
            good = null;
          } else if (!edit.text().equals(REFUSED)) {
            good = new Document<>(name, edit.version(), edit.text());
          }
          inForce = edit.at() + 5_000 <= asked ? good : inForce;
        }
      }
      if (inForce != null) {
        documents.add(inForce);
      }
    }
    return documents;
  }

  @Provide
  Arbitrary<List<Long>> askedTimes() {
    return times().list().ofSize(6);
  }

  @Provide
  Arbitrary<List<Edit>> logs() {
    Arbitrary<Long> versions = Arbitraries.longs().between(0, 4);
    Arbitrary<Long> steps =
        Arbitraries.frequency(Tuple.of(6, 1L), Tuple.of(1, 2L), Tuple.of(1, 0L));
    return Combinators.combine(
            Arbitraries.of(0L, 0L, 1L, 2_000L, 5_000L),
            Arbitraries.frequency(Tuple.of(9, "Note"), Tuple.of(1, "Other")),
            Arbitraries.frequency(Tuple.of(4, "a"), Tuple.of(1, "b")),
            Arbitraries.of("one", "one", "two", "three"),
            versions,
            steps,
            Arbitraries.of("x", "y", "z", REFUSED).injectNull(0.2))
        .as(
            (gap, kind, of, name, base, step, text) ->
                new Edit(gap, kind, of, name, base + step, base, text))
        .list()
        .ofMaxSize(20)
        .map(ConfigInForceTest::inOrder);
  }

  private static List<Edit> inOrder(List<Edit> edits) {
    List<Edit> log = new ArrayList<>();
    long at = 0;
    for (Edit edit : edits) {
      at += edit.at();
      log.add(
          new Edit(
              at,
              edit.kind(),
              edit.workspace(),
              edit.name(),
              edit.version(),
              edit.base(),
              edit.text()));
    }
    return log;
  }

  private static Arbitrary<Long> times() {
    return Arbitraries.oneOf(
        Arbitraries.of(0L, 4_999L, 5_000L, 5_001L, 7_000L, 10_000L, Long.MAX_VALUE),
        Arbitraries.longs().between(0, 40_000));
  }
}
