// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.embedded.StartFault;
import org.junit.jupiter.api.Test;

class AccountTest {
  @Test
  void rootTakesTheFirstThatIsNotRefused() {
    assertThat(Account.choose(true, account -> true)).isEqualTo(Account.NAMESPACE);
    assertThat(Account.choose(true, Account.NOBODY::equals)).isEqualTo(Account.NOBODY);
    assertThat(Account.choose(false, account -> false)).isEqualTo(Account.OWN);
  }

  @Test
  void rootThatMayTakeNoneIsToldInOneLineWhatToInstallAndPermit() {
    assertThatThrownBy(() -> Account.choose(true, account -> false))
        .isInstanceOf(StartFault.class)
        .hasMessage(
            "Postgres does not run as root and both unshare -U and setpriv are refused here: start"
                + " as another user, or install util-linux and permit one of the two");
  }
}
