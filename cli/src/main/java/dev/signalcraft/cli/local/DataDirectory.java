// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.local;

import dev.signalcraft.embedded.Directories;
import dev.signalcraft.embedded.StartFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Everything that the local stack keeps, held by one process at a time. */
public final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Takes hold of the directory, made where it is missing. A process that is killed lets go of it.
   *
   * @throws StartFault where it cannot be written or another process holds it
   */
  public static DataDirectory open(Path directory) throws IOException {
    Path root = Directories.requireWritable(directory, "--data");
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new StartFault(
          "another signalcraft runs on %s: stop it or choose another directory with --data"
              .formatted(root));
    }
    return new DataDirectory(root, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** A file or directory in it. */
  public Path resolve(String name) {
    return root.resolve(name);
  }

  /** The file that everything logs into. */
  public Path log() {
    return root.resolve("logs").resolve("signalcraft.log");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
