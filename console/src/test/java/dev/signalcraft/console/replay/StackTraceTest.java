// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTraceTest {
  @Test
  void theInnermostCauseSpeaksWithAllItsLinesAndWithoutItsClass() {
    String trace =
        """
        org.apache.flink.util.FlinkRuntimeException: Could not execute application.
        \tat org.apache.flink.X.run(X.java:1)
        Caused by: java.lang.IllegalArgumentException: missing setting 'postgres.password': it
        missing setting 'postgres.url': where
        \tat dev.signalcraft.Y.read(Y.java:2)
        \t... 7 more
        """;

    assertThat(StackTrace.cause(trace))
        .isEqualTo(
            "missing setting 'postgres.password': it\nmissing setting 'postgres.url': where");
  }

  @Test
  void whatHasNoMessageKeepsItsClassAndWhatIsNoTraceIsTakenAsItIs() {
    assertThat(StackTrace.cause("java.lang.NullPointerException\n\tat a.B.c(B.java:1)"))
        .isEqualTo("java.lang.NullPointerException");
    assertThat(StackTrace.cause("Not found.\n")).isEqualTo("Not found.");
    assertThat(StackTrace.cause("x".repeat(5_000))).hasSize(1_000);
  }
}
