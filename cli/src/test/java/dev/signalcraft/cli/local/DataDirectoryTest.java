// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.embedded.StartFault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path root;

  @Test
  void oneProcessAtATimeHoldsIt() throws Exception {
    try (DataDirectory held = DataDirectory.open(root)) {
      assertThat(held.resolve("kafka")).isEqualTo(root.toRealPath().resolve("kafka"));
      assertThatThrownBy(() -> DataDirectory.open(root))
          .isInstanceOf(StartFault.class)
          .hasMessageStartingWith("another signalcraft runs on " + root.toRealPath())
          .hasMessageContaining("--data")
          .hasMessageNotContaining("\n");
    }
    DataDirectory.open(root).close();
  }
}
