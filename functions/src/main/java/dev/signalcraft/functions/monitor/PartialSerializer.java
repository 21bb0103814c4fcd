// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.monitor.Partial;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Samples on their way to their series; nobody changes them then. */
final class PartialSerializer extends WrittenSerializer<Partial> {
  static final PartialSerializer INSTANCE = new PartialSerializer();

  @Override
  public Partial copy(Partial from) {
    return from;
  }

  @Override
  public void serialize(Partial partial, DataOutputView target) throws IOException {
    partial.write(target);
  }

  @Override
  public Partial deserialize(DataInputView source) throws IOException {
    return Partial.read(source);
  }

  @Override
  public TypeSerializerSnapshot<Partial> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a savepoint what wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Partial> {
    /** Made by Flink too. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
