// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.signalcraft.cli.law.lawless.Lawless;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The law holds for what ships, and each of its rules refuses a class that breaks it. */
class ModuleLawTest {
  private static final String ROOT = "dev.signalcraft";
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(place -> !place.contains("-tests.jar"))
          .importPackages(ROOT);
  private static final JavaClasses LAWLESS =
      new ClassFileImporter().importPackagesOf(Lawless.class);

  static List<Arguments> rules() {
    return List.of(
        rule(
            ModuleLaw::modulesPointOneWay,
            "functions.PointsToJobs",
            "domain.PointsToFunctions",
            "sql.PointsToConsole",
            "gateway.PointsToSql",
            "console.PointsToEmbedded",
            "embedded.PointsToCli"),
        rule(
            ModuleLaw::domainIsPlainJava,
            "domain.KnowsFlink",
            "domain.KnowsKafka",
            "domain.KnowsSql",
            "domain.KnowsHttp"),
        rule(ModuleLaw::functionsHaveNoConnectors, "functions.KnowsAConnector"),
        rule(ModuleLaw::gatewayHasNoDatabaseAndNoFlink, "gateway.KnowsSql", "gateway.KnowsFlink"),
        rule(ModuleLaw::consoleHasNoFlink, "console.KnowsFlink"),
        rule(ModuleLaw::onlySqlMakesStatements, "console.MakesAStatement", "jobs.MakesAStatement"),
        rule(
            ModuleLaw::rulesSeeNoClockAndNoChance,
            "domain.ReadsTheClock",
            "domain.ReadsTheClockByReference",
            "domain.ReadsNow",
            "domain.TakesARandomId",
            "functions.ThrowsDice"),
        rule(ModuleLaw::namesHaveASubject, "jobs.StringUtils", "jobs.StateManager"),
        rule(ModuleLaw::packagesAreNullMarked, "jobs has no @NullMarked"));
  }

  private static Arguments rule(Function<ModuleLaw, ArchRule> rule, String... offenders) {
    return Arguments.of(rule, List.of(offenders));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void whatShipsKeepsTheLaw(Function<ModuleLaw, ArchRule> rule, List<String> offenders) {
    rule.apply(new ModuleLaw(ROOT)).check(SHIPPED);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void eachRuleNamesEveryClassThatBreaksIt(
      Function<ModuleLaw, ArchRule> rule, List<String> offenders) {
    String lawless = Lawless.class.getPackageName();

    assertThatThrownBy(() -> rule.apply(new ModuleLaw(lawless)).check(LAWLESS))
        .isInstanceOf(AssertionError.class)
        .message()
        .contains(offenders.stream().map(offender -> lawless + "." + offender).toList());
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(
            SHIPPED.stream()
                .map(type -> type.getPackageName() + ".")
                .map(name -> name.split("\\.", -1)[2])
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList(
                "domain", "functions", "sql", "jobs", "gateway", "console", "embedded", "cli"));
  }
}
