// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The {@code postmaster.pid} of a data directory. */
final class PidFile {
  private static final int STATUS_LINE = 7;

  private final Path data;

  PidFile(Path data) {
    this.data = data;
  }

  /** Whether this process has written that it takes connections. */
  boolean saysReady(long pid) throws IOException {
    List<String> lines = lines();
    return lines.size() > STATUS_LINE
        && lines.get(0).strip().equals(Long.toString(pid))
        && lines.get(STATUS_LINE).strip().equals("ready");
  }

  /**
   * The server that still runs on the data directory. A number that another program has taken since
   * is not believed: the process must be a postgres that was started with this very directory.
   */
  Optional<ProcessHandle> server() throws IOException {
    List<String> lines = lines();
    if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,9}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(this::serves);
  }

  private boolean serves(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command().orElse("").endsWith("postgres")
        && List.of(info.arguments().orElse(new String[0])).contains(data.toString());
  }

  private List<String> lines() throws IOException {
    Path file = data.resolve("postmaster.pid");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
