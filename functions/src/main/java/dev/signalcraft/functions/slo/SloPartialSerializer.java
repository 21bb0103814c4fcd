// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.slo;

import dev.signalcraft.domain.slo.SloPartial;
import dev.signalcraft.functions.monitor.WrittenSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Events on their way to their series. */
final class SloPartialSerializer extends WrittenSerializer<SloPartial> {
  static final SloPartialSerializer INSTANCE = new SloPartialSerializer();

  @Override
  public SloPartial copy(SloPartial from) {
    return from;
  }

  @Override
  public void serialize(SloPartial partial, DataOutputView target) throws IOException {
    partial.write(target);
  }

  @Override
  public SloPartial deserialize(DataInputView source) throws IOException {
    return SloPartial.read(source);
  }

  @Override
  public TypeSerializerSnapshot<SloPartial> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a savepoint what wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SloPartial> {
    /** Made by Flink too. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
