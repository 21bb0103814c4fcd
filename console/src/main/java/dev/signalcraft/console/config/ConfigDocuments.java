// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Integration;
import dev.signalcraft.domain.json.Json;
import dev.signalcraft.domain.routing.RoutingRule;
import dev.signalcraft.domain.routing.Rulebook;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The current version of every document, as the config log tells them. One thread feeds it in log
 * order, any thread asks it.
 *
 * <p>As every reader of the log it moves to a record's version when its base version is the current
 * one, whether or not the content can be used.
 */
public final class ConfigDocuments {
  private static final ObjectReader RECORDS = Json.mapper().readerFor(ConfigRecord.class);

  /** Those who ask what became of a record ask at once. */
  private static final int REMEMBERED = 10_000;

  private final Map<String, NavigableMap<String, Current>> workspaces = new HashMap<>();
  private final Map<Long, CompletableFuture<Outcome>> waiting = new HashMap<>();
  private final Map<Long, Outcome> outcomes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Outcome> eldest) {
          return size() > REMEMBERED;
        }
      };

  private volatile boolean complete;

  /**
   * A version with the log time of its record; a deletion is one too.
   *
   * @param inForceVersion the version whose content holds; 0 where none does
   * @param content that content, where it is known
   * @param refusal why the version itself cannot be used; null where it can
   */
  record Current(
      ConfigRecord record,
      long logTime,
      long inForceVersion,
      @Nullable Object content,
      @Nullable String refusal) {
    /** A version that was checked before it was written. */
    static Current checked(ConfigRecord record, long logTime) {
      return new Current(record, logTime, record.deleted() ? 0 : record.version(), null, null);
    }

    /**
     * A version that anybody may have written; one that cannot be used leaves the last good one.
     */
    static Current read(ConfigRecord record, Kind kind, long logTime, @Nullable Current before) {
      if (record.deleted()) {
        return checked(record, logTime);
      }
      try {
        return new Current(record, logTime, record.version(), kind.read(record), null);
      } catch (IllegalArgumentException e) {
        return new Current(
            record,
            logTime,
            before == null ? 0 : before.inForceVersion(),
            before == null ? null : before.content(),
            String.valueOf(e.getMessage()));
      }
    }
  }

  /** Whether a record became a version; otherwise another one with the same base came first. */
  record Outcome(boolean won, long logTime) {}

  /** Takes the next record of the log, whatever it holds. */
  void accept(long offset, byte @Nullable [] value, long logTime) {
    ConfigRecord record = parse(value);
    CompletableFuture<Outcome> asked;
    Outcome outcome;
    synchronized (this) {
      outcome = new Outcome(record != null && move(record, logTime), logTime);
      outcomes.put(offset, outcome);
      asked = waiting.remove(offset);
    }
    if (asked != null) {
      asked.complete(outcome);
    }
  }

  private static @Nullable ConfigRecord parse(byte @Nullable [] value) {
    try {
      return value == null ? null : RECORDS.readValue(value);
    } catch (IOException e) {
      return null;
    }
  }

  private boolean move(ConfigRecord record, long logTime) {
    String workspace = record.metadata().workspace();
    String name = record.metadata().name();
    Kind kind = Kind.of(record.kind());
    if (kind == null
        || !Integration.isName(workspace)
        || !Integration.isName(name)
        || record.version() <= record.baseVersion()
        || record.baseVersion() != version(workspace, kind, name)) {
      return false;
    }
    workspaces
        .computeIfAbsent(workspace, none -> new TreeMap<>())
        .compute(path(kind, name), (path, before) -> Current.read(record, kind, logTime, before));
    return true;
  }

  private static String path(Kind kind, String name) {
    return kind.wireName() + "/" + name;
  }

  /** The number of the newest version, be it a deletion; 0 where there never was one. */
  synchronized long version(String workspace, Kind kind, String name) {
    Current current = workspaces.getOrDefault(workspace, new TreeMap<>()).get(path(kind, name));
    return current == null ? 0 : current.record().version();
  }

  /** The document; null where there is none or it was deleted. */
  synchronized @Nullable Current find(String workspace, Kind kind, String name) {
    Current current = workspaces.getOrDefault(workspace, new TreeMap<>()).get(path(kind, name));
    return current == null || current.record().deleted() ? null : current;
  }

  /** Whether there is such a document. */
  public boolean has(String workspace, Kind kind, String name) {
    return find(workspace, kind, name) != null;
  }

  /** Every document of a workspace by kind and name; of one kind where that is not null. */
  synchronized List<Current> list(String workspace, @Nullable Kind kind) {
    return workspaces.getOrDefault(workspace, new TreeMap<>()).values().stream()
        .filter(current -> !current.record().deleted())
        .filter(current -> kind == null || current.record().kind().equals(kind.wireName()))
        .toList();
  }

  /**
   * The contents that hold in a workspace.
   *
   * @param routing whether its routing rules are among them
   */
  public Rulebook rulebook(String workspace, boolean routing) {
    Rulebook rules = new Rulebook();
    for (Current current : list(workspace, null)) {
      Object content = current.content();
      if (content != null && (routing || !(content instanceof RoutingRule))) {
        rules.add(current.record().metadata().name(), current.inForceVersion(), content);
      }
    }
    return rules;
  }

  /**
   * What became of the record at this offset, as soon as it has been read. Asked about records that
   * were just written.
   */
  synchronized CompletableFuture<Outcome> outcome(long offset) {
    Outcome outcome = outcomes.get(offset);
    return outcome != null
        ? CompletableFuture.completedFuture(outcome)
        : waiting.computeIfAbsent(offset, none -> new CompletableFuture<>());
  }

  /** Nobody waits for this record any more. */
  synchronized void forget(long offset) {
    waiting.remove(offset);
  }

  /** Notes that all has been read that was there at the start. */
  void complete() {
    complete = true;
  }

  /** Whether all has been read that was there at the start. */
  boolean isComplete() {
    return complete;
  }
}
