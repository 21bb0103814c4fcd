// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the documented queries. */
record QueryFile(String name, String text) {
  private static final Path FILES = Path.of("src/main/resources/dev/signalcraft/sql/queries");

  /** The query of {@code <name>.sql}. */
  static QueryFile of(String name) throws IOException {
    return new QueryFile(name + ".sql", Files.readString(FILES.resolve(name + ".sql")));
  }

  /** Every query that there is. */
  static List<QueryFile> all() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      List<QueryFile> all = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        all.add(new QueryFile(String.valueOf(file.getFileName()), Files.readString(file)));
      }
      return all;
    }
  }

  /** Runs it as psql would, with {@code :'name'} as a quoted literal. */
  List<String> run(TestDatabase database, Map<String, String> values) throws SQLException {
    assertThat(parameters()).isEqualTo(new TreeSet<>(values.keySet()));
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled =
          filled.replace(
              ":'" + value.getKey() + "'", "'" + value.getValue().replace("'", "''") + "'");
    }
    return database.rows(filled);
  }

  /** The variables that it wants. */
  Set<String> parameters() {
    Set<String> names = new TreeSet<>();
    Matcher matcher = Pattern.compile(":'([a-z_]+)'").matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
