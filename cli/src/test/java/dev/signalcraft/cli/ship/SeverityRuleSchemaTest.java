// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JacksonException;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.grouping.SeverityRule;
import dev.signalcraft.domain.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema of severity rules and the domain take the same. */
class SeverityRuleSchemaTest {
  private static final String RULE =
      "{'enabled':true,'match':{'source':'sentry','project':'shop','environment':'production',"
          + "'type':'error','tags':{'release':'1'}},"
          + "'steps':[{'count':1,'severity':'low'},{'count':3,'severity':'critical'}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        RULE + "|true",
        "{'steps':[{'count':10,'severity':'high'}]}|true",
        "{'enabled':false,'match':{},'steps':[{'count':1,'severity':'low'}]}|true",
        "{}|false",
        "{'steps':[]}|false",
        "{'steps':[{'count':0,'severity':'low'}]}|false",
        "{'steps':[{'count':1}]}|false",
        "{'steps':[{'count':1,'severity':'fatal'}]}|false",
        "{'steps':{'count':1,'severity':'low'}}|false",
        "{'match':'sentry','steps':[{'count':1,'severity':'low'}]}|false",
        "{'match':{'type':'odd'},'steps':[{'count':1,'severity':'low'}]}|false",
      })
  void aSeverityRuleIsTakenByItsSchemaWhereTheDomainTakesIt(String spec, boolean good) {
    ConfigRecord record = rule(spec);

    assertThat(Schemas.faults("config.schema.json", record).isEmpty()).isEqualTo(good);
    assertThat(history(record)).isEqualTo(good ? 1 : 0);
  }

  @Test
  void aSeverityRuleWithAMisspeltConditionIsRefusedByItsSchema() {
    String spec = "{'match':{'sorce':'sentry'},'steps':[{'count':1,'severity':'low'}]}";

    assertThat(Schemas.faults("config.schema.json", rule(spec)))
        .anyMatch(fault -> fault.contains("sorce"));
  }

  private static long history(ConfigRecord record) {
    ConfigHistory<SeverityRule> rules = new ConfigHistory<>(SeverityRule.KIND, SeverityRule::read);
    rules.accept(record, 0);
    return rules.inForce("default", 5_000).size();
  }

  /** The first version of the rule {@code noisy}; {@code '} stands for a quotation mark. */
  static ConfigRecord rule(String spec) {
    try {
      return new ConfigRecord(
          SeverityRule.KIND,
          new ConfigRecord.Metadata("default", "noisy"),
          1,
          0,
          false,
          Json.mapper().readTree(spec.replace('\'', '"')));
    } catch (JacksonException e) {
      throw new AssertionError(e);
    }
  }
}
