// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.IdPage;
import dev.signalcraft.domain.grouping.KeyState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link KeyState} by hand: it is read and written for almost every input, and Flink's
 * serializer of records spends most of its time on reflection.
 *
 * <p>Each value begins with the number of its form. A component is added with the next number: a
 * value of an earlier form is read without it. State of versions before this serializer is migrated
 * when it is restored.
 */
final class KeyStateSerializer extends TypeSerializer<KeyState> {
  private static final long serialVersionUID = 1;
  private static final int FORM = GroupForm.WITH_STATUS_CHANGES;
  private static final GroupStatus[] STATUSES = GroupStatus.values();

  private transient @Nullable StateForm form;

  private StateForm form() {
    StateForm used = form;
    if (used == null) {
      used = new StateForm();
      form = used;
    }
    return used;
  }

  @Override
  public void serialize(KeyState state, DataOutputView out) throws IOException {
    StateForm to = form();
    to.begin();
    to.number(FORM);
    AlertGroup group = state.group();
    to.flag(group != null);
    if (group != null) {
      GroupForm.write(group, to);
    }
    to.number(state.now());
    to.number(state.lastNewId());
    to.number(state.newestReceived());
    to.number(state.idPages());
    to.number(state.toldAt());
    to.number(state.flushAt());
    to.flag(state.countDirty());
    to.number(state.minute());
    to.number(state.minuteEvents());
    to.number(state.minuteDuplicates());
    to.flag(state.minuteDirty());
    to.number(state.episodeEvents());
    to.number(state.lastEventAt());
    to.number(state.statusSince());
    to.number(state.changedAt());
    to.number(state.restartedAt());
    to.numbers(state.reopens());
    to.optional(state.snoozedFrom());
    to.flag(state.heldEvents());
    to.flag(state.planned());
    to.number(state.planDueAt());
    to.number(state.dedupMillis());
    to.number(state.autoCloseMillis());
    to.number(state.ackTimeoutMillis());
    to.text(state.lastEventId());
    to.number(state.announced());
    to.number(state.wakeUpAt());
    GroupForm.write(state.acknowledgement(), to);
    IdPage page = state.firstIds();
    to.number(page == null ? -1 : page.ids().length);
    to.end(out);
    if (page != null) {
      for (long id : page.ids()) {
        out.writeLong(id);
      }
    }
  }

  @Override
  public KeyState deserialize(DataInputView in) throws IOException {
    StateForm from = form();
    int written = from.integer(in);
    if (written < 1 || written > FORM) {
      throw new IOException(
          "a group in state has a form that this version does not know: " + written);
    }
    return new KeyState(
        in.readBoolean() ? GroupForm.read(written, from, in) : null,
        from.number(in),
        from.number(in),
        from.number(in),
        from.integer(in),
        from.number(in),
        from.number(in),
        in.readBoolean(),
        from.number(in),
        from.number(in),
        from.number(in),
        in.readBoolean(),
        from.number(in),
        from.number(in),
        from.number(in),
        from.number(in),
        from.number(in),
        from.numbers(in),
        from.optional(STATUSES, in),
        in.readBoolean(),
        in.readBoolean(),
        from.number(in),
        from.number(in),
        from.number(in),
        from.number(in),
        from.text(in),
        from.number(in),
        from.number(in),
        written < GroupForm.WITH_STATUS_CHANGES ? null : GroupForm.readStatusChange(from, in),
        page(from.integer(in), in));
  }

  private static @Nullable IdPage page(int length, DataInputView in) throws IOException {
    if (length < 0) {
      return null;
    }
    long[] ids = new long[length];
    for (int i = 0; i < length; i++) {
      ids[i] = in.readLong();
    }
    return new IdPage(ids);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<KeyState> duplicate() {
    return new KeyStateSerializer();
  }

  @Override
  public KeyState createInstance() {
    return KeyState.EMPTY;
  }

  @Override
  public KeyState copy(KeyState from) {
    return from;
  }

  @Override
  public KeyState copy(KeyState from, KeyState reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public KeyState deserialize(KeyState reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyStateSerializer;
  }

  @Override
  public int hashCode() {
    return KeyStateSerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<KeyState> snapshotConfiguration() {
    return new KeyStateSerializerSnapshot();
  }
}
