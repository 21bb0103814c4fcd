// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes what knows itself how it is written. */
public abstract class WrittenSerializer<T> extends TypeSerializerSingleton<T> {
  private static final int VARIABLE = -1;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  /** There is no empty one: whoever asks for one to reuse gets a new one when it is read. */
  @Override
  @SuppressWarnings("NullAway")
  public T createInstance() {
    return null;
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return VARIABLE;
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }
}
