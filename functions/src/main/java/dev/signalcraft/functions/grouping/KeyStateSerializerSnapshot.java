// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import dev.signalcraft.domain.grouping.KeyState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What a savepoint knows of the {@link KeyStateSerializer}: only that it was this one. */
public final class KeyStateSerializerSnapshot implements TypeSerializerSnapshot<KeyState> {
  /** As Flink makes it. */
  public KeyStateSerializerSnapshot() {}

  @Override
  public int getCurrentVersion() {
    return 1;
  }

  @Override
  public void writeSnapshot(DataOutputView out) {}

  @Override
  public void readSnapshot(int version, DataInputView in, ClassLoader classes) {}

  @Override
  public TypeSerializer<KeyState> restoreSerializer() {
    return new KeyStateSerializer();
  }

  /** Values say themselves of which form they are; earlier versions left it to Flink. */
  @Override
  public TypeSerializerSchemaCompatibility<KeyState> resolveSchemaCompatibility(
      TypeSerializerSnapshot<KeyState> old) {
    if (old instanceof KeyStateSerializerSnapshot) {
      return TypeSerializerSchemaCompatibility.compatibleAsIs();
    }
    return old instanceof PojoSerializerSnapshot
        ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
