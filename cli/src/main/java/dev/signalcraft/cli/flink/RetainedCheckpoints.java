// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import dev.signalcraft.embedded.Directories;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one job has left on disk: {@code <run>/chk-<n>/_metadata}, a directory for each run. Each
 * run starts from the last one's newest complete checkpoint and copies it into its own first one;
 * from then on the older runs are of no use.
 */
final class RetainedCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(RetainedCheckpoints.class);

  private final Path directory;

  RetainedCheckpoints(Path directory) {
    this.directory = directory;
  }

  /** The newest checkpoint that is whole; damaged ones are passed over. */
  Optional<Path> newestComplete() throws IOException {
    for (Candidate candidate : candidates()) {
      if (isComplete(candidate.path())) {
        return Optional.of(candidate.path());
      }
      LOG.warn("passing over the damaged checkpoint {}", candidate.path());
    }
    return Optional.empty();
  }

  /** Deletes what every run but this one has left. */
  void keepOnly(JobID run) throws IOException {
    for (Path other : children(directory)) {
      if (!other.getFileName().toString().equals(run.toHexString())) {
        Directories.delete(other);
      }
    }
  }

  private record Candidate(Path path, FileTime written, long number) {}

  private List<Candidate> candidates() throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (Path run : children(directory)) {
      for (Path checkpoint : children(run)) {
        Path metadata = checkpoint.resolve("_metadata");
        String name = checkpoint.getFileName().toString();
        if (name.matches("chk-\\d{1,18}") && Files.isRegularFile(metadata)) {
          long number = Long.parseLong(name.substring("chk-".length()));
          candidates.add(new Candidate(checkpoint, Files.getLastModifiedTime(metadata), number));
        }
      }
    }
    candidates.sort(
        Comparator.comparing(Candidate::written).thenComparing(Candidate::number).reversed());
    return candidates;
  }

  private static boolean isComplete(Path checkpoint) {
    Path metadata = checkpoint.resolve("_metadata");
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
      return StateFiles.allPresent(
          Checkpoints.loadCheckpointMetadata(
              in, RetainedCheckpoints.class.getClassLoader(), checkpoint.toUri().toString()));
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot read {}", metadata, e);
      return false;
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(Files::isDirectory).toList();
    }
  }
}
