// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signalcraft.domain.ingest.Severity;
import dev.signalcraft.domain.monitor.Comparison;
import dev.signalcraft.domain.routing.Documents;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents of OpenSLO are taken for, and which parts of them are refused. */
class SloTest {
  static final String GOOD =
      """
      service: shop
      indicator:
        metadata: {name: answered, displayName: Answered}
        spec:
          ratioMetric:
            counter: false
            good:
              metricSource:
                type: signalcraft
                spec: {name: request, when: 'outcome == "ok"'}
            total:
              metricSource: {spec: {name: request}}
      timeWindow: [{duration: 30d, isRolling: true}]
      budgetingMethod: Occurrences
      objectives: [{displayName: most, target: 0.999}]
      """;

  private static Slo read(String spec) {
    return Slo.read(Documents.document(Slo.KIND, "checkout", spec));
  }

  @Test
  void aDocumentSaysWhatIsCountedForHowLongAndWithWhichTarget() {
    Slo slo = read(GOOD);

    assertThat(slo.enabled()).isTrue();
    assertThat(slo.service()).isEqualTo("shop");
    assertThat(slo.groupBy()).containsExactly("project", "environment");
    assertThat(slo.window()).isEqualTo(new TimeWindow(30L * 86_400_000, null));
    assertThat(slo.objectives()).hasSize(1);
    assertThat(slo.objectives().get(0).name()).isEqualTo("most");
    assertThat(slo.objectives().get(0).allowed()).isEqualTo(0.001);
    assertThat(slo.minEvents()).isEqualTo(10);
    assertThat(slo.delayMillis()).isEqualTo(10_000);
    assertThat(slo.correctMillis()).isEqualTo(3_600_000);
  }

  @Test
  void withoutPoliciesTheWorkbooksHold() {
    assertThat(read(GOOD).objectives().get(0).burnRates())
        .extracting(BurnRate::key)
        .containsExactly("critical/1h/5m/>/14.4/1", "critical/6h/30m/>/6/1", "medium/3d/6h/>/1/1");
    assertThat(read(GOOD + "alertPolicies: []").objectives().get(0).burnRates()).isEmpty();
  }

  @Test
  void otherRecipesAreReferredToByName() {
    assertThat(rates("[{alertPolicyRef: sloth}]"))
        .containsExactly(
            "critical/1h/5m/>/14.4/1",
            "critical/6h/30m/>/6/1",
            "medium/24h/2h/>/3/1",
            "medium/3d/6h/>/1/1");
    assertThat(
            read(GOOD.replace("30d", "28d") + "alertPolicies: [{alertPolicyRef: pyrra}]")
                .objectives()
                .get(0)
                .burnRates())
        .extracting(BurnRate::key)
        .containsExactly(
            "critical/1h/5m/>/14/2",
            "critical/6h/30m/>/7/15",
            "medium/24h/2h/>/2/60",
            "medium/4d/6h/>/1/180");
  }

  @Test
  void pyrrasWindowsBecomeShorterWithTheTimeWindow() {
    assertThat(
            read(GOOD.replace("30d", "7d") + "alertPolicies: [{alertPolicyRef: pyrra}]")
                .objectives()
                .get(0)
                .burnRates())
        .extracting(BurnRate::key)
        .containsExactly(
            "critical/15m/1m/>/14/1",
            "critical/90m/8m/>/7/4",
            "medium/6h/30m/>/2/15",
            "medium/24h/90m/>/1/45");
  }

  private static List<String> rates(String policies) {
    return read(GOOD + "alertPolicies: " + policies).objectives().get(0).burnRates().stream()
        .map(BurnRate::key)
        .toList();
  }

  @Test
  void aConditionIsABurnRateAndMayHaveASecondWindow() {
    String condition =
        """
        [{kind: AlertPolicy, metadata: {name: fast}, spec: {alertWhenBreaching: true,
          alertWhenResolved: true, alertWhenNoData: false, notificationTargets: [],
          conditions: [{kind: AlertCondition, metadata: {name: two}, spec: {severity: page,
            condition: {kind: burnrate, op: gte, threshold: 2, lookbackWindow: 1h,
              alertAfter: 5m, shortWindow: 10m}}}]}},
         {spec: {conditions: [{spec: {severity: low,
           condition: {threshold: 1.5, lookbackWindow: 2w}}}]}}]""";

    assertThat(read(GOOD + "alertPolicies: " + condition).objectives().get(0).burnRates())
        .containsExactly(
            new BurnRate(
                Severity.CRITICAL, 3_600_000, 600_000, new BigDecimal("2"), Comparison.AT_LEAST, 5),
            new BurnRate(
                Severity.LOW, 14L * 86_400_000, 0, new BigDecimal("1.5"), Comparison.ABOVE, 1));
  }

  @Test
  void anEditOfTargetsLeavesWhatIsCounted() {
    Slo slo = read(GOOD);
    assertThat(read(GOOD.replace("0.999", "0.99")).shape()).isEqualTo(slo.shape());
    assertThat(read(GOOD.replace("30d", "7d")).shape()).isEqualTo(slo.shape());
    assertThat(read(GOOD.replace("\"ok\"", "\"none\"")).shape()).isNotEqualTo(slo.shape());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "service: shop -> service: ''| spec.service: give its name",
        "service: shop -> servise: shop| spec.servise: no such field; did you mean service?",
        "service: shop -> indicatorRef: x| spec.indicatorRef: not supported; write the indicator here",
        "counter: false -> counter: true| spec.indicator.spec.ratioMetric.counter: growing counters",
        "counter: false -> rawType: success| spec.indicator.spec.ratioMetric.rawType: not supported",
        "counter: false -> raw: {metricSource: {}}| spec.indicator.spec.ratioMetric.raw: not supported",
        "good: -> worse:| spec.indicator.spec.ratioMetric.worse: no such field",
        "total: -> bad:| spec.indicator.spec.ratioMetric: give either good or bad",
        "type: signalcraft -> type: prometheus| spec.indicator.spec.ratioMetric.good.metricSource.type: write signalcraft",
        "type: signalcraft -> metricSourceRef: x| spec.indicator.spec.ratioMetric.good.metricSource.metricSourceRef: not",
        "{name: request}} -> {query: x}}| spec.indicator.spec.ratioMetric.total.metricSource.spec.query: no such",
        "{name: request}} -> {}}| spec.indicator.spec.ratioMetric.total.metricSource.spec: give a name, names or when",
        "outcome == -> outcom ==| spec.indicator.spec.ratioMetric.good.metricSource.spec.when: line 1, column 1: ",
        "ratioMetric: -> thresholdMetric:| spec.indicator.spec.thresholdMetric.counter: no such field",
        "30d -> 1M| spec.timeWindow[0].duration: write minutes, hours, days or weeks",
        "30d -> 2y| spec.timeWindow[0].duration: write minutes, hours, days or weeks",
        "30d -> 400d| spec.timeWindow[0].duration: from 1h to 366d",
        "isRolling: true -> isRolling: false| spec.timeWindow[0]: either isRolling: true, or",
        "isRolling: true}] -> isRolling: true}, {duration: 1d}]| spec.timeWindow: more than 1",
        "Occurrences -> RatioTimeslices| spec.budgetingMethod: write Occurrences or Timeslices",
        "Occurrences -> Timeslices| spec.objectives[0].timeSliceTarget: above 0, at most 1",
        "target: 0.999 -> target: 0.9| spec.alertPolicies: at a target of 0.9 a burn rate of 14.4 (over 1h) cannot be reached: with nothing but bad events it is 10",
        "target: 0.999 -> target: 1| spec.objectives[0].target: above 0 and below 1",
        "target: 0.999 -> targetPercent: 100| spec.objectives[0].targetPercent: above 0 and below 100",
        "target: 0.999 -> target: 0.99, targetPercent: 99| spec.objectives[0]: give either target or",
        "target: 0.999 -> target: 0.99, value: 3| spec.objectives[0]: op and value are for a thresholdMetric",
        "target: 0.999 -> target: 0.99, timeSliceTarget: 1| spec.objectives[0].timeSliceTarget, timeSliceWindow: only",
        "target: 0.999 -> target: 0.99, compositeWeight: 1| spec.objectives[0].compositeWeight: not supported",
        "0.999}] -> 0.999}, {displayName: most, target: 0.99}]| spec.objectives[1].displayName: each needs its own",
        "[{displayName: most, target: 0.999}] -> []| spec.objectives: give at least one",
      })
  void whatIsNotSupportedIsRefusedByNameAndPlace(String edit, String message) {
    String[] parts = edit.split(" -> ", -1);
    assertThat(GOOD).contains(parts[0].strip());
    String spec = GOOD.replace(parts[0].strip(), parts[1]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(spec))
        .withMessageStartingWith(message);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{alertPolicyRef: slot}]| spec.alertPolicies[0].alertPolicyRef: no such policy; did you mean sloth?",
        "[{kind: SLO}]| spec.alertPolicies[0].kind: write AlertPolicy",
        "[{apiVersion: v2}]| spec.alertPolicies[0].apiVersion: write openslo/v1",
        "[{spec: {conditions: []}}]| spec.alertPolicies[0].spec.conditions: give one",
        "[{spec: {conditions: [{conditionRef: x}]}}]| spec.alertPolicies[0].spec.conditions[0].conditionRef: not",
        "[{spec: {alertWhenNoData: true}}]| spec.alertPolicies[0].spec.alertWhenNoData: not supported; a Monitor",
        "[{spec: {alertWhenResolved: false}}]| spec.alertPolicies[0].spec.alertWhenResolved: routing rules decide",
        "[{spec: {notificationTargets: [{targetRef: x}]}}]| spec.alertPolicies[0].spec.notificationTargets: not",
        "[{spec: {conditions: [{spec: {severity: sev1, condition: {threshold: 1, lookbackWindow: 1h}}}]}}]| spec.alertPolicies[0].spec.conditions[0].spec.severity: critical (page)",
        "[{spec: {conditions: [{spec: {severity: page, condition: {threshold: 0, lookbackWindow: 1h}}}]}}]| spec.alertPolicies[0].spec.conditions[0].spec.condition.threshold: give a number above 0",
        "[{spec: {conditions: [{spec: {severity: page, condition: {threshold: 1, lookbackWindow: 30s}}}]}}]| spec.alertPolicies[0].spec.conditions[0].spec.condition.lookbackWindow: write minutes",
        "[{spec: {conditions: [{spec: {severity: page, condition: {op: lt, threshold: 1, lookbackWindow: 1h}}}]}}]| spec.alertPolicies[0].spec.conditions[0].spec.condition.op: write gt or gte",
        "[{spec: {conditions: [{spec: {severity: page, condition: {threshold: 1000, lookbackWindow: 1h}}}]}}]| spec.alertPolicies[0]: at a target of 0.999 a burn rate of 1000 (over 1h) cannot be reached",
        "[{spec: {conditions: [{spec: {severity: page, condition: {threshold: 1, lookbackWindow: 1h, shortWindow: 1h}}}]}}]| spec.alertPolicies[0].spec.conditions[0].spec.condition.shortWindow: shorter",
      })
  void aPolicyThatCannotBeHadIsRefused(String policies, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rates(policies))
        .withMessageStartingWith(message);
  }

  @Test
  void theHighestRateThatCanBeReachedIsTaken() {
    String at =
        "[{spec: {conditions: [{spec: {severity: page,"
            + " condition: {op: gte, threshold: 1000, lookbackWindow: 1h}}}]}}]";
    assertThat(rates(at)).containsExactly("critical/1h/0m/>=/1000/1");
  }

  @Test
  void slicesMustFitTheWindowsThatCountThem() {
    String sliced =
        GOOD.replace("Occurrences", "Timeslices")
            .replace("0.999", "0.99, timeSliceTarget: 0.95, timeSliceWindow: %s");

    assertThat(read(sliced.formatted("5")).objectives().get(0).slices())
        .isEqualTo(new Objective.Slices(300_000, 0.95));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(sliced.formatted("10m")))
        .withMessage("spec.alertPolicies: its window of 5m is shorter than a slice of 10m");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(sliced.formatted("7m")))
        .withMessageStartingWith("spec.objectives[0].timeSliceWindow: a part of an hour");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(sliced.formatted("5m") + "signalcraft: {minEvents: 20}"))
        .withMessage("spec.alertPolicies: 1h hold fewer slices than minEvents, which is 20");
  }

  @Test
  void aThresholdHasOneObjectiveWithAValue() {
    String threshold =
        """
        service: shop
        indicator: {spec: {thresholdMetric: {metricSource: {spec: {name: request}}}}}
        timeWindow: [{duration: 4w, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [%s]
        """;
    Slo slo = read(threshold.formatted("{op: lte, value: 500, targetPercent: 99.5}"));
    assertThat(slo.objectives().get(0).name()).isEqualTo("99.5%");
    assertThat(slo.indicator().isBad(SloRun.request(false, 500, SloRun.T0))).isFalse();
    assertThat(slo.indicator().isBad(SloRun.request(false, 500.1, SloRun.T0))).isTrue();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(threshold.formatted("{targetPercent: 99.5}")))
        .withMessageStartingWith("spec.objectives[0]: a thresholdMetric needs op");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                read(
                    threshold.formatted(
                        "{op: lt, value: 1, target: 0.99}, {op: lt, value: 2, target: 0.95}")))
        .withMessage("spec.objectives: one, where there is a thresholdMetric");
  }
}
