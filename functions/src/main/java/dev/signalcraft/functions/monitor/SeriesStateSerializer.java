// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.monitor.SeriesState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The state of a series: decoded on the heap, and as bytes in snapshots. */
final class SeriesStateSerializer extends WrittenSerializer<SeriesState> {
  static final SeriesStateSerializer INSTANCE = new SeriesStateSerializer();

  @Override
  public SeriesState copy(SeriesState from) {
    return from.copy();
  }

  @Override
  public void serialize(SeriesState state, DataOutputView target) throws IOException {
    state.write(target);
  }

  @Override
  public SeriesState deserialize(DataInputView source) throws IOException {
    return SeriesState.read(source);
  }

  @Override
  public TypeSerializerSnapshot<SeriesState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a savepoint what wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SeriesState> {
    /** Made by Flink too. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
