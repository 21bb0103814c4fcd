// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Channel|{'type':'log'}",
        "Integration|{'source':'sentry','secrets':['env:S']}",
        "SeverityRule|{'steps':[{'count':10,'severity':'high'}]}",
        "Silence|{'matchers':['tags.a=b'],'endsAt':'2026-03-01T12:00:00Z','reason':'deploy'}",
        "MuteTiming|{'zone':'Europe/Berlin','times':[{'weekdays':['sat-sun']}]}",
        "InhibitRule|{'source':['severity=critical'],'target':['severity=low']}",
        "Monitor|{'select':{'name':'x'},'measure':'p95','noData':'alert(3)'}",
        "SLO|{'service':'s','indicator':{'spec':{'thresholdMetric':{'metricSource':{'spec':{'name':'x'}}}}},'timeWindow':[{'duration':'30d'}],'budgetingMethod':'Occurrences','objectives':[{'op':'lt','value':1,'target':0.99}]}",
        "RoutingRule|{'when':'severity == \\\"critical\\\"','notify':[{'channel':'ops'}]}",
      })
  void everyKindIsReadByItsReader(String kind, String spec) throws Exception {

    assertThat(Kind.check(document(kind, "default", "one", spec))).isEqualTo(Kind.of(kind));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Kind.check(
                    document(kind, "default", "one", spec.replaceFirst("\\{", "{'surprise':1,"))))
        .withMessageContaining("spec.surprise: no such field; did you mean ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "RoutingRul|default|one|{'stop':true}|kind: no such kind; did you mean RoutingRule?",
        "RoutingRule|Default|one|{'stop':true}|metadata.workspace: 1 to 63 lower-case letters, digits or hyphens",
        "RoutingRule|default|a/b|{'stop':true}|metadata.name: 1 to 63 lower-case letters, digits or hyphens",
        "RoutingRule|default|one|{'when':'severty == 1','stop':true}|spec.when: line 1, column 1: undeclared reference to 'severty' (in container '')",
        "Channel|default|one|{}|spec.type: say how it is reached, one of email, log, pagerduty, slack, webhook",
        "Channel|default|one|{'type':'slack','token':'env:T'}|spec.channel: give its id, such as C024BE91L; Slack shows it among the channel's details",
        "Channel|default|one|{'type':'lgo'}|spec.type: no such type; did you mean log?",
      })
  void whatIsWrongIsToldWithItsPlace(
      String kind, String workspace, String name, String spec, String fault) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kind.check(document(kind, workspace, name, spec)))
        .withMessage(fault);
  }

  @Test
  void aDeletionNeedsNoContent() {
    ConfigRecord.Metadata name = new ConfigRecord.Metadata("default", "one");
    assertThat(Kind.check(new ConfigRecord("Silence", name, 2, 1, true, null)))
        .isEqualTo(Kind.SILENCE);
  }

  @Test
  void aRecordWithoutAnAuthorIsStillRead() throws Exception {
    ConfigRecord.Metadata name = new ConfigRecord.Metadata("default", "one");
    String old =
        "{\"kind\":\"Silence\",\"metadata\":{\"workspace\":\"default\",\"name\":\"one\"},"
            + "\"version\":2,\"baseVersion\":1,\"deleted\":true}";
    ConfigRecord read = new ConfigRecord("Silence", name, 2, 1, true, null);

    assertThat(Json.mapper().readValue(old, ConfigRecord.class)).isEqualTo(read);
    assertThat(Json.mapper().writeValueAsString(read)).isEqualTo(old);
    ConfigRecord signed = new ConfigRecord("Silence", name, 2, 1, true, null, "ada");
    assertThat(
            Json.mapper()
                .readValue(Json.mapper().writeValueAsString(signed), ConfigRecord.class)
                .author())
        .isEqualTo("ada");
  }

  private static ConfigRecord document(String kind, String workspace, String name, String spec)
      throws Exception {
    return new ConfigRecord(
        kind,
        new ConfigRecord.Metadata(workspace, name),
        1,
        0,
        false,
        Json.mapper().readTree(spec.replace('\'', '"')));
  }
}
