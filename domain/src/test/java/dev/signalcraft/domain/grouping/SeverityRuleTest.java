// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static dev.signalcraft.domain.ingest.Events.build;
import static dev.signalcraft.domain.ingest.Events.draft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document of a severity rule says, and what is wrong with one. */
class SeverityRuleTest {
  @Test
  void aGroupIsAsSevereAsTheHighestThresholdThatItsCountHasReached() {
    SeverityRule rule =
        read("{'steps':[{'count':10,'severity':'high'},{'count':100,'severity':'critical'}]}");

    assertThat(rule.severityOf(group(), 9)).isNull();
    assertThat(rule.severityOf(group(), 10)).isEqualTo(Severity.HIGH);
    assertThat(rule.severityOf(group(), 99)).isEqualTo(Severity.HIGH);
    assertThat(rule.severityOf(group(), 100)).isEqualTo(Severity.CRITICAL);
    assertThat(rule.severityOf(group(), Long.MAX_VALUE)).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theOrderInWhichThresholdsAreWrittenDoesNotMatter() {
    assertThat(read("{'steps':[{'count':9,'severity':'critical'},{'count':2,'severity':'low'}]}"))
        .isEqualTo(
            read("{'steps':[{'count':2,'severity':'low'},{'count':9,'severity':'critical'}]}"));
  }

  @Test
  void aRuleThatIsNotEnabledAsksForNothing() {
    assertThat(
            read("{'enabled':false,'steps':[{'count':1,'severity':'critical'}]}")
                .severityOf(group(), 5))
        .isNull();
    assertThat(
            read("{'enabled':true,'steps':[{'count':1,'severity':'critical'}]}")
                .severityOf(group(), 5))
        .isEqualTo(Severity.CRITICAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | true",
        "{'source':'sentry'} | true",
        "{'source':'vercel'} | false",
        "{'project':'shop'} | true",
        "{'project':'shop2'} | false",
        "{'environment':'production'} | true",
        "{'environment':'staging'} | false",
        "{'type':'error'} | true",
        "{'type':'security'} | false",
        "{'tags':{'team':'a'}} | true",
        "{'tags':{'team':'b'}} | false",
        "{'tags':{'other':'a'}} | false"
      })
  void itTakesAGroupThatHasAllThatItMatches(String match, boolean takes) {
    SeverityRule rule = read("{'match':" + match + ",'steps':[{'count':1,'severity':'critical'}]}");

    assertThat(rule.severityOf(group(), 1)).isEqualTo(takes ? Severity.CRITICAL : null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "null | spec: give an object",
        "{} | spec.steps: give at least one",
        "{'steps':[]} | spec.steps: give at least one",
        "{'steps':[{'count':1,'severity':'high'},null]} | spec.steps[1]: give a count",
        "{'steps':[{'severity':'high'}]} | spec.steps[0]: give a count from 1",
        "{'steps':[{'count':0,'severity':'high'}]} | spec.steps[0]: give a count from 1",
        "{'steps':[{'count':2}]} | spec.steps[0]: give a count from 1 and a severity",
        "{'steps':[{'count':2,'severity':'grave'}]} | spec.steps[0].severity: a value of another",
        "{'steps':[{'count':'many','severity':'high'}]} | spec.steps[0].count: a value of another",
        "{'steps':7} | spec.steps: a value of another",
        "{'match':{'type':'noise'},'steps':[]} | spec.match.type: a value of another",
        "{'match':{'tags':[]},'steps':[]} | spec.match.tags: a value of another",
        "[] | spec: give an object",
        "{'stpes':[]} | spec.stpes: no such field; did you mean steps?",
        "{'match':{'projet':'a'}} | spec.match.projet: no such field; did you mean project?"
      })
  void aContentThatCannotBeUsedIsRefusedWithItsPlaceAndReason(String spec, String message) {
    refused(spec, message);
  }

  @Test
  void moreEventsThatAreLessSevereAreRefused() {
    refused(
        "{'steps':[{'count':1,'severity':'high'},{'count':5,'severity':'medium'}]}",
        "spec.steps: with more events the severity must be worse, which medium is not after high");
    refused(
        "{'steps':[{'count':1,'severity':'high'},{'count':5,'severity':'high'}]}",
        "spec.steps: with more events the severity must be worse, which high is not after high");
  }

  @Test
  void moreThanSixteenThresholdsAreRefused() {
    String step = "{'count':1,'severity':'high'}";
    refused("{'steps':[" + (step + ",").repeat(16) + step + "]}", "spec.steps: more than 16");
  }

  private static void refused(String spec, String message) {
    assertThatThrownBy(() -> read(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static SeverityRule read(String spec) {
    try {
      return SeverityRule.read(
          new ConfigRecord(
              SeverityRule.KIND,
              new ConfigRecord.Metadata("default", "frequent"),
              1,
              0,
              false,
              Json.mapper().readTree(spec.replace('\'', '"'))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static AlertGroup group() {
    return new KeyRun().at(T0, build(draft("checkout", "1", T0).tag("team", "a"))).group();
  }
}
