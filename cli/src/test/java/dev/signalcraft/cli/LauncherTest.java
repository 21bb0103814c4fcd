// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String LAUNCHER = ROOT.resolve("signalcraft").toString();

  @TempDir Path empty;

  @Test
  void theStacksJvmIsAsOpenAsThatOfTheTests() throws Exception {
    Matcher opens =
        Pattern.compile("<jvm\\.opens>(.*?)</jvm\\.opens>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(opens.find()).isTrue();
    List<String> options = Files.readAllLines(Path.of("src/main/launcher/jvm.options"));
    assertThat(options).contains(opens.group(1).split(" "));
  }

  @Test
  void withoutJavaItSaysInOneLineWhatToInstall() throws Exception {
    for (String program : List.of("bash", "dirname", "readlink", "sed", "head")) {
      Files.createSymbolicLink(empty.resolve(program), which(program));
    }
    ProcessBuilder launcher = new ProcessBuilder(LAUNCHER, "up").redirectErrorStream(true);
    Map<String, String> environment = launcher.environment();
    environment.remove("JAVA_HOME");
    environment.put("PATH", empty.toString());
    Process process = launcher.start();
    assertThat(process.getInputStream())
        .hasContent(
            "signalcraft: there is no Java here: install a JDK 17, or set JAVA_HOME to one");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private static Path which(String program) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      Path candidate = Path.of(directory, program);
      if (Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(program + " is not on the PATH");
  }
}
