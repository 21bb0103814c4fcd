// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.ship.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the source tells: the documents of state, SQL in texts, and the size of files. */
class SourceLawTest {
  private static final int MOST_LINES = 250;
  private static final Pattern STATEFUL =
      Pattern.compile("extends \\w*(ProcessFunction|RichFunction|StreamOperator)<");
  private static final Pattern STATED =
      Pattern.compile("\\* <p>State: (none\\.|\\p{Lower}.*Cleared: )", Pattern.DOTALL);
  private static final Pattern SQL =
      Pattern.compile(
          "\"\\s*(select\\b[^\"]*\\bfrom|insert into|update \\w+ set|delete from|alter table"
              + "|(create|drop) (table|index|view|schema|type|function))\\b",
          Pattern.CASE_INSENSITIVE);

  private static Map<String, String> sources(String... modules) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : modules) {
      Path root = Repository.path(module + "/src/main/java");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          sources.put(root.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return sources;
  }

  private static Map<String, String> allSources() throws IOException {
    return sources("domain", "functions", "sql", "jobs", "gateway", "console", "embedded", "cli");
  }

  private static boolean hidesItsState(String source) {
    return STATEFUL.matcher(source).find() && !STATED.matcher(source).find();
  }

  private static boolean holdsSql(String source) {
    return SQL.matcher(source).find();
  }

  private static long size(String source) {
    return source.lines().filter(line -> !line.isBlank() && !line.startsWith("import ")).count();
  }

  private static List<String> where(
      Map<String, String> sources, java.util.function.Predicate<String> fault) {
    return sources.entrySet().stream()
        .filter(source -> fault.test(source.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void everyFunctionSaysWhatStateItHasAndWhenThatIsCleared() throws IOException {
    Map<String, String> functions = sources("functions");

    assertThat(functions.values())
        .filteredOn(source -> STATEFUL.matcher(source).find())
        .hasSizeGreaterThan(3);
    assertThat(where(functions, SourceLawTest::hidesItsState)).isEmpty();
  }

  @Test
  void aFunctionThatHidesItsStateIsSeen() {
    String function = "\n */\nfinal class F extends KeyedProcessFunction<String, A, B> {}";
    assertThat(hidesItsState("/** A function." + function)).isTrue();
    assertThat(hidesItsState("/**\n * <p>State: the ids." + function)).isTrue();
    assertThat(hidesItsState("/**\n * <p>State: none." + function)).isFalse();
    assertThat(hidesItsState("/**\n * <p>State: the ids. Cleared: with" + function)).isFalse();
  }

  @Test
  void onlySqlHoldsSql() throws IOException {
    assertThat(
            where(
                sources("domain", "functions", "jobs", "gateway", "console", "embedded", "cli"),
                SourceLawTest::holdsSql))
        .isEmpty();
    assertThat(where(sources("sql"), SourceLawTest::holdsSql)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f(\"select a from b\")",
        "f(\"\"\"\n  SELECT a,\n  b FROM c\"\"\")",
        "\"insert into t values (1)\"",
        "\"update t set a = 1\"",
        "\"Delete from t\"",
        "\"create table t ()\""
      })
  void sqlInATextIsSeen(String source) {
    assertThat(holdsSql(source)).isTrue();
  }

  @Test
  void noFileIsLargerThanTheNorm() throws IOException {
    assertThat(where(allSources(), source -> size(source) > MOST_LINES)).isEmpty();
    assertThat(size("import a;\n\n" + "x\n".repeat(MOST_LINES + 1))).isEqualTo(MOST_LINES + 1);
  }
}
