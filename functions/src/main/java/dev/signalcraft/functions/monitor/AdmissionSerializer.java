// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.monitor.Admission;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The series of a monitor: decoded on the heap, and as bytes in snapshots. */
final class AdmissionSerializer extends WrittenSerializer<Admission> {
  static final AdmissionSerializer INSTANCE = new AdmissionSerializer();

  @Override
  public Admission copy(Admission from) {
    return from.copy();
  }

  @Override
  public void serialize(Admission admission, DataOutputView target) throws IOException {
    admission.write(target);
  }

  @Override
  public Admission deserialize(DataInputView source) throws IOException {
    return Admission.read(source);
  }

  @Override
  public TypeSerializerSnapshot<Admission> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says in a savepoint what wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Admission> {
    /** Made by Flink too. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
