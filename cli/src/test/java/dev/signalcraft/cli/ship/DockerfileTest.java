// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.Main;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The images take what the build makes, from where the launcher takes it. */
class DockerfileTest {
  private static final String DOCKERFILE = Repository.text("Dockerfile");
  private static final String POM = Repository.text("pom.xml");

  @Test
  void thePomOfEveryModuleOfTheDefaultBuildIsThereBeforeTheLibrariesAreFetched() {
    String modules = POM.substring(0, POM.indexOf("</modules>"));

    assertThat(all("(?m)^COPY (\\S+)/pom\\.xml \\1/$", DOCKERFILE))
        .hasSizeGreaterThan(5)
        .containsExactlyElementsOf(all("<module>(\\S+)</module>", modules));
  }

  @Test
  void theCommandLineIsWhatTheLauncherStarts() {
    assertThat(Repository.text("signalcraft"))
        .contains("module=cli\n", "/signalcraft-\"$module\"-*.jar):$target/lib/*");
    assertThat(Repository.text("cli/pom.xml")).contains("${project.build.directory}/lib");
    assertThat(DOCKERFILE)
        .contains(
            "cp cli/target/signalcraft-cli-*.jar /out/app/signalcraft.jar",
            "cp -r cli/target/lib /out/app/lib",
            "COPY --from=build /out/app/ /opt/signalcraft/",
            "\"/opt/signalcraft/signalcraft.jar:/opt/signalcraft/lib/*\", \""
                + Main.class.getName()
                + "\"]");
  }

  @Test
  void theJobsAreWhereTheChartStartsThem() {
    String jar = "signalcraft-jobs.jar";

    assertThat(Repository.text("jobs/pom.xml"))
        .contains("<outputFile>${project.build.directory}/" + jar + "</outputFile>");
    assertThat(DOCKERFILE).contains("cp jobs/target/" + jar, "/out/jobs/ /opt/flink/usrlib/");
    assertThat(Chart.ofKind(Chart.render("{}"), "FlinkDeployment"))
        .extracting(job -> job.at("/spec/job/jarURI").asText())
        .containsOnly("local:///opt/flink/usrlib/" + jar);
  }

  @Test
  void theConsoleFindsTheJobsWhereItLooksForThem() {
    String jar = "/opt/signalcraft/jobs/signalcraft-jobs.jar";

    assertThat(DOCKERFILE)
        .contains(
            "cp jobs/target/signalcraft-jobs.jar /out/app/jobs/",
            "COPY --from=build /out/app/ /opt/signalcraft/");
    assertThat(
            Repository.yaml(Repository.text("docker-compose.yml"))
                .get(0)
                .at("/services/console/environment/SIGNALCRAFT_FLINK_JAR")
                .asText())
        .isEqualTo(jar);
    assertThat(
            Programs.environment(
                Chart.one(Chart.render(Chart.FULL_VALUES), "Deployment", "console")
                    .at("/spec/template/spec/containers/0")))
        .containsEntry("SIGNALCRAFT_FLINK_JAR", jar);
  }

  private static List<String> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }
}
