// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.signalcraft.domain.config.ConfigHistory;
import dev.signalcraft.domain.config.Workspace;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads measurements token by token: on the topic one a record, over HTTP one or an array of them.
 * A bad element costs itself and no other; JSON that is none costs the whole body.
 */
public final class MetricSamples {
  private static final JsonFactory FACTORY = Json.mapper().getFactory();

  private final ConfigHistory<Workspace> workspaces;

  /** Takes what was read, in order, by its index in the array. */
  public interface Taker {
    /** An element that is a measurement. */
    void sample(int index, MetricSample sample);

    /** An element that is none. */
    void refused(int index, Rejection why);
  }

  /** Completes samples that name no environment by these documents. */
  public MetricSamples(ConfigHistory<Workspace> workspaces) {
    this.workspaces = workspaces;
  }

  /**
   * The measurement of a record; null for a tick.
   *
   * @throws Rejection where it is none
   */
  public @Nullable MetricSample read(byte @Nullable [] value, long logTime) throws Rejection {
    if (value == null || value.length == 0) {
      throw empty();
    }
    try (JsonParser in = FACTORY.createParser(value)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new Rejection(
            DeadLetter.Reason.UNEXPECTED_SHAPE, "payload: expected an object, one measurement");
      }
      SampleDraft draft = SampleDraft.read(in);
      requireEnd(in);
      return draft.isTick() ? null : draft.build(null, null, logTime, workspaces);
    } catch (IOException e) {
      throw JsonBody.malformed(e);
    }
  }

  /**
   * Reads one measurement or an array of them.
   *
   * @param workspace whose they all are, whatever they say
   * @param environment of those that name none; null for that of the workspace
   * @throws Rejection where nothing of the body can be used; what was taken before it must not be
   */
  public void readAll(
      byte @Nullable [] body,
      String workspace,
      @Nullable String environment,
      long logTime,
      Taker taker)
      throws Rejection {
    if (body == null || body.length == 0) {
      throw empty();
    }
    try (JsonParser in = FACTORY.createParser(body)) {
      if (in.nextToken() == JsonToken.START_ARRAY) {
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
          take(in, i, workspace, environment, logTime, taker);
        }
      } else {
        take(in, 0, workspace, environment, logTime, taker);
      }
      requireEnd(in);
    } catch (IOException e) {
      throw JsonBody.malformed(e);
    }
  }

  private void take(
      JsonParser in,
      int index,
      String workspace,
      @Nullable String environment,
      long logTime,
      Taker taker)
      throws IOException {
    try {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        throw new Rejection(
            DeadLetter.Reason.UNEXPECTED_SHAPE, "payload: expected an object, one measurement");
      }
      taker.sample(index, SampleDraft.read(in).build(workspace, environment, logTime, workspaces));
    } catch (Rejection e) {
      taker.refused(index, e);
    }
  }

  private static void requireEnd(JsonParser in) throws IOException, Rejection {
    if (in.nextToken() != null) {
      throw new Rejection(DeadLetter.Reason.MALFORMED, "more than one JSON value");
    }
  }

  private static Rejection empty() {
    return new Rejection(DeadLetter.Reason.EMPTY, "the body is empty; send JSON");
  }
}
