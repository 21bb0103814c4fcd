// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aTakenPortIsToldInOneLineWithTheSettingThatChoosesAnother() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> Ports.requireFree(port, "--kafka-port"))
          .isInstanceOf(StartFault.class)
          .hasMessage(
              "port %d is in use or not allowed: stop what listens there or choose another with"
                      .formatted(port)
                  + " --kafka-port");
    }
  }

  @Test
  void aNumberThatIsNoPortIsToldWithItsSetting() {
    assertThatThrownBy(() -> Ports.requireFree(99_999, "--console-port"))
        .isInstanceOf(StartFault.class)
        .hasMessageContaining("99999 is no port: give --console-port a number from 1 to 65535");
  }

  @Test
  void aChosenPortIsNoneThatAnOutgoingConnectionMayTake() {
    assertThat(IntStream.range(0, 200).map(any -> Ports.resolve(0)))
        .allSatisfy(port -> assertThat(port).isBetween(1_024, 32_767));
  }

  @Test
  void aFreePortPasses() {
    int port = Ports.resolve(0);
    assertThatCode(() -> Ports.requireFree(port, "--kafka-port")).doesNotThrowAnyException();
  }
}
