// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.monitor;

import dev.signalcraft.domain.monitor.Partial;
import dev.signalcraft.domain.monitor.SeriesState;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The type of what knows itself how it is written. */
public final class WrittenType<T> extends TypeInformation<T> {
  /** Of samples on their way. */
  public static final TypeInformation<Partial> PARTIAL =
      new WrittenType<>(Partial.class, PartialSerializer.INSTANCE);

  /** Of the state of a series. */
  static final TypeInformation<SeriesState> SERIES_STATE =
      new WrittenType<>(SeriesState.class, SeriesStateSerializer.INSTANCE);

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  /** Of this class, written so. */
  public WrittenType(Class<T> type, TypeSerializer<T> serializer) {
    this.type = type;
    this.serializer = serializer;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof WrittenType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrittenType<?> that && type.equals(that.type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public String toString() {
    return "Written(" + type.getSimpleName() + ")";
  }
}
