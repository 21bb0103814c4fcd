// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalcraft.console.access.Tokens;
import dev.signalcraft.embedded.postgres.EmbeddedPostgres;
import dev.signalcraft.sql.Migrations;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresAwayITCase {
  private static final String GROUPS = "/api/v1/alert-groups";

  @TempDir private Path directory;

  @Test
  void theConsoleOutlivesPostgresAndAnswersAgainWhenItIsBack() throws Exception {
    Path tokens = directory.resolve("tokens");
    String token = Tokens.issue(tokens, "default", "test");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.startForTests(directory.resolve("postgres"))) {
      String user = EmbeddedPostgres.NAME;
      Migrations.apply(postgres.jdbcUrl(), user, user);
      try (Console console = Console.start(TestConsole.settings(postgres.jdbcUrl(), tokens))) {
        Api api = new Api(console.url(), token);
        assertThat(api.get(GROUPS).status()).isEqualTo(200);

        postgres.stop();
        for (String path : new String[] {GROUPS, "/ready", GROUPS + "/x-1", GROUPS}) {
          int status = api.get(path).status();
          assertThat(status).as(path).isEqualTo(path.endsWith("x-1") ? 404 : 503);
        }
        assertThat(api.get("/health").status()).isEqualTo(200);

        postgres.start();
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> api.get(GROUPS).status() == 200 && api.get("/ready").status() == 200);
      }
    }
  }
}
