// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import com.sun.security.auth.module.UnixSystem;
import dev.signalcraft.embedded.StartFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The account that Postgres runs under: it refuses to be root. */
enum Account {
  /** Our own, which is not root. */
  OWN(""),
  /** Root, seen as nobody in a user namespace of its own; files stay root's. */
  NAMESPACE("unshare -U"),
  /** Nobody. Needs the files to be nobody's. */
  NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

  private static final String NOBODY_ID = "65534";

  private final String prefix;

  Account(String prefix) {
    this.prefix = prefix;
  }

  /** The first account that works on this machine. */
  static Account choose() {
    return choose(new UnixSystem().getUid() == 0, Account::works);
  }

  /**
   * The first account that works.
   *
   * @throws StartFault for root, where none does
   */
  static Account choose(boolean root, Predicate<Account> works) {
    if (!root) {
      return OWN;
    }
    for (Account candidate : List.of(NAMESPACE, NOBODY)) {
      if (works.test(candidate)) {
        return candidate;
      }
    }
    throw new StartFault(
        "Postgres does not run as root and both unshare -U and setpriv are refused here: start as"
            + " another user, or install util-linux and permit one of the two");
  }

  /** The command as this account runs it. */
  List<String> command(List<String> command) {
    List<String> wrapped = new ArrayList<>();
    if (!prefix.isEmpty()) {
      wrapped.addAll(List.of(prefix.split(" ", -1)));
    }
    wrapped.addAll(command);
    return wrapped;
  }

  /** Hands a directory to the account, if it is another's. */
  void own(Path directory) throws IOException {
    String owner = this == NOBODY ? NOBODY_ID : Long.toString(new UnixSystem().getUid());
    if (Files.getAttribute(directory, "unix:uid").toString().equals(owner)) {
      return;
    }
    var principal =
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.setOwner(file, principal);
      }
    }
  }

  /**
   * Makes sure that the account can come to a directory at all.
   *
   * @throws StartFault where a directory above it is closed to it
   */
  void requireReach(Path directory) throws IOException {
    if (this != NOBODY) {
      return;
    }
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new StartFault(
            "Postgres runs as nobody here and cannot pass %s: chmod o+x it or choose another"
                    .formatted(above)
                + " directory with --data");
      }
    }
  }

  private boolean works() {
    try {
      Process probe =
          new ProcessBuilder(command(List.of("true")))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return probe.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
