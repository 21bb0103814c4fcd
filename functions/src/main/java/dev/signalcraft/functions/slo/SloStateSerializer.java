// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.slo;

import dev.signalcraft.domain.slo.SloState;
import dev.signalcraft.functions.monitor.WrittenSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The state of a series of an SLO: decoded on the heap, and as bytes in snapshots. */
final class SloStateSerializer extends WrittenSerializer<SloState> {
  static final SloStateSerializer INSTANCE = new SloStateSerializer();

  @Override
  public SloState copy(SloState from) {
    return from.copy();
  }

  @Override
  public void serialize(SloState state, DataOutputView target) throws IOException {
    state.write(target);
  }

  @Override
  public SloState deserialize(DataInputView source) throws IOException {
    return SloState.read(source);
  }

  @Override
  public TypeSerializerSnapshot<SloState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a savepoint what wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SloState> {
    /** Made by Flink too. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
