// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.routing.Notification;
import dev.signalcraft.domain.routing.NotificationReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of the topic {@code deliveries}, under the key {@code workspace/channel}: what came of
 * an attempt, or why there was none.
 *
 * @param id of what was sent, the same for each attempt; of a single notification its id
 * @param attempt from 1; where nothing was sent, of the attempt that was not made
 * @param parts what it was about: one but for a digest
 * @param httpStatus 0 where the channel speaks no HTTP or did not answer
 * @param error why it was not sent, or whom of several it did not reach, in words
 * @param latencyMillis from the beginning of the attempt to its end; 0 without one
 * @param messageId what the provider calls the message
 * @param fallback what another channel is told instead
 * @param at when it was decided, by the clock of the job
 */
public record Delivery(
    String id,
    String workspace,
    String channel,
    Form form,
    Status status,
    int attempt,
    List<Part> parts,
    int httpStatus,
    @Nullable String error,
    long latencyMillis,
    @Nullable String messageId,
    @Nullable Notification fallback,
    Instant at) {
  public Delivery {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(workspace, "workspace");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(at, "at");
    parts = parts == null ? List.of() : parts;
  }

  /** How a channel is told. */
  public enum Form {
    /** One notification. */
    NOTIFICATION,
    /** Several notifications in one message. */
    DIGEST,
    /** A message that stands there already is brought up to date. */
    UPDATE
  }

  /** What came of it. All but {@link #RETRYING} are final. */
  public enum Status {
    SENT,
    /** Sent, together with others. */
    DIGESTED,
    /** The attempt failed; another one follows. */
    RETRYING,
    /** A newer one of the same group went instead. */
    SUPERSEDED,
    /** Nobody needs to know any more: it was over before it could be told. */
    SKIPPED,
    /** It will not be sent here. */
    GIVEN_UP;

    /** Whether nothing follows. */
    public boolean isFinal() {
      return this != RETRYING;
    }
  }

  /**
   * What one record says about one group.
   *
   * @param notificationId null for an update
   * @param reason null for an update
   * @param sequence of the group's change record
   * @param at log time of the decision
   */
  public record Part(
      String groupId,
      int sequence,
      @Nullable String notificationId,
      @Nullable NotificationReason reason,
      Instant at) {
    static Part of(Notification told) {
      return new Part(
          told.groupId(), told.sequence(), told.notificationId(), told.reason(), told.at());
    }
  }

  /** The same for each of its notifications alone; nothing of an update, which has none. */
  public List<Delivery> perNotification() {
    List<Delivery> each = new ArrayList<>();
    for (Part part : parts) {
      if (part.notificationId() != null) {
        each.add(
            new Delivery(
                id,
                workspace,
                channel,
                form,
                status,
                attempt,
                List.of(part),
                httpStatus,
                error,
                latencyMillis,
                messageId,
                fallback,
                at));
      }
    }
    return each;
  }

  /** The key of its record, and of everything that concerns its channel. */
  public String key() {
    return key(workspace, channel);
  }

  /** The key of a channel. */
  public static String key(String workspace, String channel) {
    return workspace + "/" + channel;
  }
}
