// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Date;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** What the modules below a root package may know of each other and of the world. */
final class ModuleLaw {
  private static final Set<String> CLOCKS_AND_CHANCE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current");

  private static final String[] FLINK = {"org.apache.flink.."};
  private static final String[] CONNECTORS = {
    "org.apache.flink.connector..", "org.apache.flink.streaming.connectors..", "org.apache.kafka.."
  };
  private static final String[] DATABASE = {
    "java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..", "com.zaxxer.hikari.."
  };
  private static final String[] HTTP = {
    "java.net.http..",
    "com.sun.net.httpserver..",
    "io.javalin..",
    "org.eclipse.jetty..",
    "jakarta.."
  };

  private final String root;

  ModuleLaw(String root) {
    this.root = root;
  }

  private String module(String name) {
    return root + "." + name + "..";
  }

  /** domain ← functions ← jobs; domain ← gateway; domain, sql ← console; sql ← jobs; all ← cli. */
  ArchRule modulesPointOneWay() {
    return layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("domain")
        .definedBy(module("domain"))
        .layer("functions")
        .definedBy(module("functions"))
        .layer("sql")
        .definedBy(module("sql"))
        .layer("jobs")
        .definedBy(module("jobs"))
        .layer("gateway")
        .definedBy(module("gateway"))
        .layer("console")
        .definedBy(module("console"))
        .layer("embedded")
        .definedBy(module("embedded"))
        .layer("cli")
        .definedBy(module("cli"))
        .whereLayer("domain")
        .mayOnlyBeAccessedByLayers(
            "functions", "sql", "jobs", "gateway", "console", "embedded", "cli")
        .whereLayer("functions")
        .mayOnlyBeAccessedByLayers("jobs", "cli")
        .whereLayer("sql")
        .mayOnlyBeAccessedByLayers("jobs", "console", "cli")
        .whereLayer("jobs")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("gateway")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("console")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("embedded")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer();
  }

  ArchRule domainIsPlainJava() {
    return without("domain", FLINK, CONNECTORS, DATABASE, HTTP);
  }

  ArchRule functionsHaveNoConnectors() {
    return without("functions", CONNECTORS, DATABASE, HTTP);
  }

  ArchRule gatewayHasNoDatabaseAndNoFlink() {
    return without("gateway", FLINK, DATABASE);
  }

  ArchRule consoleHasNoFlink() {
    return without("console", FLINK);
  }

  private ArchRule without(String module, String[]... packages) {
    String[] all =
        java.util.Arrays.stream(packages).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(module(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(all);
  }

  /**
   * Others hand a connection to {@code sql} and get answers. Two exceptions: the writer of {@code
   * jobs.postgres} runs the upserts that {@code sql} gives it in batches, and {@code
   * embedded.postgres} makes the database in which the migrations of {@code sql} can run.
   */
  ArchRule onlySqlMakesStatements() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            module("sql"), module("jobs.postgres"), module("embedded.postgres"))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Statement.class)
        .orShould()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("a connection's statements") {
              @Override
              public boolean test(JavaAccess<?> access) {
                return access.getTargetOwner().isAssignableTo(Connection.class)
                    && access.getName().matches("prepare.*|create.*Statement|nativeSQL");
              }
            });
  }

  ArchRule rulesSeeNoClockAndNoChance() {
    return noClasses()
        .that()
        .resideInAnyPackage(module("domain"), module("functions"))
        .should()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("a clock or chance") {
              @Override
              public boolean test(JavaAccess<?> access) {
                JavaClass owner = access.getTargetOwner();
                return CLOCKS_AND_CHANCE.contains(owner.getName() + "." + access.getName())
                    || (owner.getPackageName().startsWith("java.time")
                        && access.getName().matches("now|system.*|tick.*"))
                    || (access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                        && (owner.isAssignableTo(Random.class)
                            || owner.isEquivalentTo(Date.class)));
              }
            });
  }

  /** A name of that kind says that the class has no subject; its methods belong elsewhere. */
  ArchRule namesHaveASubject() {
    return noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Managers?)");
  }

  ArchRule packagesAreNullMarked() {
    return classes()
        .should(
            new ArchCondition<JavaClass>("lie in a package that is @NullMarked") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                boolean marked =
                    item.getPackage()
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isPresent();
                events.add(
                    new SimpleConditionEvent(
                        item, marked, item.getPackageName() + " has no @NullMarked package-info"));
              }
            });
  }
}
