// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Every version of the documents of one kind, as the config log tells them. One thread feeds it in
 * log order, any thread reads it.
 *
 * <p>A record moves its document to its version when its {@code baseVersion} is the current one;
 * others lost a race and are ignored, so the order of the log settles concurrent edits. A content
 * that is refused leaves the last good one in force.
 *
 * @param <T> the checked content
 */
public final class ConfigHistory<T> {
  /** A version is in force from its log time plus this, so that every reader has it by then. */
  public static final long IN_FORCE_AFTER_MILLIS = 5_000;

  /** Checks and reads the content of a document. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * The content of a document.
     *
     * @throws IllegalArgumentException what is wrong with it, and where
     */
    T read(ConfigRecord document);
  }

  /** What became of a record of the config log. */
  public enum Outcome {
    APPLIED,
    /** Its content is not usable; the last good one stays in force. */
    REFUSED,
    /** Its base version is not the current one. */
    LOST_RACE,
    /** Of another kind, or not a config record at all. */
    NOT_MINE
  }

  /**
   * A document in force.
   *
   * @param version of the content; a refused version leaves the one before it in force
   */
  public record Document<T>(String name, long version, T content) {}

  private record Version<T>(
      long number, long inForceFrom, long contentVersion, @Nullable T content) {}

  /** What is in force in a workspace in {@code [from, until)}, as the history was at a revision. */
  private record Period<T>(long revision, long from, long until, List<Document<T>> documents) {}

  private final String kind;
  private final Reader<T> reader;
  private final Map<String, Map<String, List<Version<T>>>> workspaces = new ConcurrentHashMap<>();
  private final Map<String, Period<T>> periods = new ConcurrentHashMap<>();
  private final AtomicLong revisions = new AtomicLong();

  /** An empty history of documents of this kind. */
  public ConfigHistory(String kind, Reader<T> reader) {
    this.kind = kind;
    this.reader = reader;
  }

  /** A history in which these documents of a workspace are in force at every time. */
  public static <T> ConfigHistory<T> standing(
      String kind, String workspace, List<Document<T>> documents) {
    ConfigHistory<T> history =
        new ConfigHistory<>(
            kind,
            document -> {
              throw new IllegalArgumentException("what stands does not change");
            });
    Map<String, List<Version<T>>> versions = new ConcurrentHashMap<>();
    for (Document<T> document : documents) {
      long number = document.version();
      versions.put(
          document.name(),
          List.of(new Version<>(number, Long.MIN_VALUE, number, document.content())));
    }
    history.workspaces.put(workspace, versions);
    return history;
  }

  /** Takes the next record of the log. */
  public Outcome accept(byte @Nullable [] value, long logTime) {
    ConfigRecord document = ConfigRecord.read(value);
    // The JSON word null is read as nothing.
    return document == null ? Outcome.NOT_MINE : accept(document, logTime);
  }

  /** Takes the next document of the log. */
  public Outcome accept(ConfigRecord document, long logTime) {
    if (!kind.equals(document.kind()) || document.version() <= document.baseVersion()) {
      return Outcome.NOT_MINE;
    }
    String workspace = document.metadata().workspace();
    String name = document.metadata().name();
    List<Version<T>> versions = versions(workspace, name);
    Version<T> last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
    if (document.baseVersion() != (last == null ? 0 : last.number())) {
      return Outcome.LOST_RACE;
    }
    Outcome outcome = Outcome.APPLIED;
    T content = null;
    long contentVersion = document.version();
    if (!document.deleted()) {
      try {
        content = reader.read(document);
      } catch (IllegalArgumentException e) {
        outcome = Outcome.REFUSED;
        content = last == null ? null : last.content();
        contentVersion = last == null ? 0 : last.contentVersion();
      }
    }
    List<Version<T>> next = new ArrayList<>(versions);
    next.add(
        new Version<>(
            document.version(), logTime + IN_FORCE_AFTER_MILLIS, contentVersion, content));
    workspaces
        .computeIfAbsent(workspace, none -> new ConcurrentHashMap<>())
        .put(name, List.copyOf(next));
    revisions.incrementAndGet();
    return outcome;
  }

  /** The content in force at a log time; null where there is none. */
  public @Nullable T at(String workspace, String name, long logTime) {
    Version<T> version = inForce(versions(workspace, name), logTime);
    return version == null ? null : version.content();
  }

  /** The newest content, in force or about to be; null where there is none. */
  public @Nullable T newest(String workspace, String name) {
    return at(workspace, name, Long.MAX_VALUE);
  }

  /** The number of the newest version; 0 where there is no such document. */
  public long version(String workspace, String name) {
    List<Version<T>> versions = versions(workspace, name);
    return versions.isEmpty() ? 0 : versions.get(versions.size() - 1).number();
  }

  /** Those that have or had documents. */
  public Set<String> workspaces() {
    return Set.copyOf(workspaces.keySet());
  }

  /** All that is in force in a workspace at a log time, by name. */
  public List<Document<T>> inForce(String workspace, long logTime) {
    long revision = revisions.get();
    Period<T> period = periods.get(workspace);
    if (period == null
        || period.revision() != revision
        || logTime < period.from()
        || logTime >= period.until()) {
      Map<String, List<Version<T>>> documents = workspaces.get(workspace);
      if (documents == null) {
        return List.of();
      }
      period = period(documents, logTime, revision);
      periods.put(workspace, period);
    }
    return period.documents();
  }

  private static <T> Period<T> period(
      Map<String, List<Version<T>>> documents, long logTime, long revision) {
    long from = Long.MIN_VALUE;
    long until = Long.MAX_VALUE;
    List<Document<T>> inForce = new ArrayList<>();
    for (Map.Entry<String, List<Version<T>>> document : new TreeMap<>(documents).entrySet()) {
      for (Version<T> version : document.getValue()) {
        if (version.inForceFrom() <= logTime) {
          from = Math.max(from, version.inForceFrom());
        } else {
          until = Math.min(until, version.inForceFrom());
        }
      }
      Version<T> version = inForce(document.getValue(), logTime);
      T content = version == null ? null : version.content();
      if (version != null && content != null) {
        inForce.add(new Document<>(document.getKey(), version.contentVersion(), content));
      }
    }
    return new Period<>(revision, from, until, List.copyOf(inForce));
  }

  private static <T> @Nullable Version<T> inForce(List<Version<T>> versions, long logTime) {
    for (int i = versions.size() - 1; i >= 0; i--) {
      if (versions.get(i).inForceFrom() <= logTime) {
        return versions.get(i);
      }
    }
    return null;
  }

  private List<Version<T>> versions(String workspace, String name) {
    return workspaces.getOrDefault(workspace, Map.of()).getOrDefault(name, List.of());
  }
}
