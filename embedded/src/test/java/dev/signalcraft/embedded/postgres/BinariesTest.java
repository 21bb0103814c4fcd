// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.embedded.StartFault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {
  @TempDir Path cache;

  @Test
  void aMachineThatThereAreNoneForIsToldInOneLineWhereThereAre() {
    String machine = System.getProperty("os.arch");
    System.setProperty("os.arch", "vax");
    try {
      assertThatThrownBy(() -> Binaries.in(cache))
          .isInstanceOf(StartFault.class)
          .hasMessageMatching(
              "there are no Postgres binaries for this machine \\(postgres-[a-z]+-vax\\.txz\\): build"
                  + " on Linux or macOS with x86_64 or arm64 .*docs/operations\\.md says");
    } finally {
      System.setProperty("os.arch", machine);
    }
  }
}
