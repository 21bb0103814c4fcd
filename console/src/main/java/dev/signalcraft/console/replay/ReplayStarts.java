// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import dev.signalcraft.domain.replay.ReplaySpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The replays that this console has begun lately, and of which nothing came. */
final class ReplayStarts {
  private static final int MOST = 200;

  /** What became of a start. */
  enum Outcome {
    PENDING,
    STARTED,
    FAILED
  }

  private record Start(
      ReplaySpan span, boolean candidate, Outcome outcome, @Nullable String fault) {
    boolean isPending() {
      return outcome == Outcome.PENDING;
    }
  }

  private final Map<String, Start> starts = new LinkedHashMap<>();

  /** Notes a start where the workspace has none under way; otherwise gives the id of that one. */
  synchronized @Nullable String begin(ReplaySpan span, boolean candidate) {
    for (Start start : starts.values()) {
      if (start.isPending() && start.span().workspace().equals(span.workspace())) {
        return start.span().replayId();
      }
    }
    if (starts.size() >= MOST) {
      starts.values().stream()
          .filter(start -> !start.isPending())
          .findFirst()
          .ifPresent(oldest -> starts.remove(oldest.span().replayId()));
    }
    starts.put(span.replayId(), new Start(span, candidate, Outcome.PENDING, null));
    return null;
  }

  /** Forgets one that was refused after all. */
  synchronized void forget(ReplaySpan span) {
    starts.remove(span.replayId());
  }

  /** Notes what became of one. */
  synchronized void end(ReplaySpan span, @Nullable String fault) {
    starts.computeIfPresent(
        span.replayId(),
        (id, start) ->
            new Start(
                span, start.candidate(), fault == null ? Outcome.STARTED : Outcome.FAILED, fault));
  }

  /** How one stands as far as it is known here; null where it is not. */
  synchronized @Nullable ReplayStatus find(String workspace, String replayId) {
    Start start = starts.get(replayId);
    return start == null || !start.span().workspace().equals(workspace) ? null : status(start);
  }

  /** Those of a workspace, newest first. */
  synchronized List<ReplayStatus> all(String workspace) {
    List<ReplayStatus> all = new ArrayList<>();
    for (Start start : starts.values()) {
      if (start.span().workspace().equals(workspace)) {
        all.add(0, status(start));
      }
    }
    return all;
  }

  /** The ids of those that Flink has been asked for and has not answered yet. */
  synchronized Set<String> pending() {
    Set<String> pending = new HashSet<>();
    for (Start start : starts.values()) {
      if (start.isPending()) {
        pending.add(start.span().replayId());
      }
    }
    return pending;
  }

  private static ReplayStatus status(Start start) {
    return ReplayStatus.begun(start.span(), start.candidate(), start.fault());
  }
}
