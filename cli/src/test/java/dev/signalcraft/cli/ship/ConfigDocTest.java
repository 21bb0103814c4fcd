// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of {@code docs/config.md} are documents that work. */
class ConfigDocTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void everyExampleIsTakenByTheDomainAndItsSchemaAndNoKindIsWithout() {
    Set<Kind> shown = EnumSet.noneOf(Kind.class);
    Matcher blocks = BLOCK.matcher(Repository.text("docs/config.md"));
    while (blocks.find()) {
      for (JsonNode document : ConfigSchemasTest.documents(blocks.group(1))) {
        ConfigRecord record =
            new ConfigRecord(
                document.path("kind").asText(),
                new ConfigRecord.Metadata("default", document.at("/metadata/name").asText()),
                1,
                0,
                false,
                document.get("spec"));
        shown.add(Kind.check(record));
        assertThat(Schemas.faults("config.schema.json", record)).isEmpty();
      }
    }

    assertThat(shown).containsExactlyInAnyOrder(Kind.values());
  }
}
