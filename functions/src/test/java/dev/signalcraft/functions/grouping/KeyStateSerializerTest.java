// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.grouping;

import static dev.signalcraft.domain.ingest.Events.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalcraft.domain.grouping.AlertGroup;
import dev.signalcraft.domain.grouping.GroupStatus;
import dev.signalcraft.domain.grouping.IdPage;
import dev.signalcraft.domain.grouping.KeyState;
import dev.signalcraft.domain.grouping.StatusChange;
import dev.signalcraft.domain.ingest.EventType;
import dev.signalcraft.domain.ingest.Lifecycle;
import dev.signalcraft.domain.ingest.Severity;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a key holds is read as it was written, component by component. */
class KeyStateSerializerTest {
  private static final String[] TEXTS = {
    "",
    "a",
    "checkout",
    "Zahlung schlägt fehl: 5 €",
    "\ud800 alone",
    "\ud83d\ude00",
    "\0",
    "x".repeat(3_000)
  };
  private static final long[] NUMBERS = {
    0, 1, -1, 63, 64, -64, -65, 1_772_445_600_000L, Long.MAX_VALUE, Long.MIN_VALUE
  };

  /** What the version before wrote of the key in the test below. */
  private static final String FIRST_FORM =
      "0201106b2d31086b2064656661756c741c73656e7472791473686f702c70726f64756374696f"
          + "6e24636865636b6f7574000004041c42726f6b656e0000010e00020861086206021061646100"
          + "00010010616c6c02106f70730080cca69a0d0080cca69a0d0080cca69a0d0080cca69a0d0100"
          + "f8cca69a0d01080a12100e02040601080a0c00020406080a040c0e020101020406080c65310a"
          + "0c040000000000000001ffffffffffffffff";

  private final TypeSerializer<KeyState> serializer = new KeyStateSerializer();

  @Test
  void aKeyOfWhichNothingIsRememberedIsReadAsIt() throws Exception {
    assertThat(roundTrip(KeyState.EMPTY)).isEqualTo(KeyState.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyComponentSurvives(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      KeyState state = (KeyState) any(KeyState.class, random);

      assertThat(roundTrip(state)).isEqualTo(state);
    }
  }

  @Test
  void aCopyOfBytesIsTheSameValue() throws Exception {
    KeyState state = (KeyState) any(KeyState.class, new Random(5));
    DataOutputSerializer copy = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(bytes(state)), copy);

    assertThat(serializer.deserialize(new DataInputDeserializer(copy.getCopyOfBuffer())))
        .isEqualTo(state);
  }

  @Test
  void aValueOfTheFirstFormIsReadWithoutWhatCameLater() throws Exception {
    AlertGroup group =
        new AlertGroup(
            "k-1",
            "k",
            "default",
            "sentry",
            "shop",
            "production",
            "checkout",
            EventType.ERROR,
            Lifecycle.STATELESS,
            GroupStatus.SNOOZED,
            Severity.HIGH,
            "Broken",
            null,
            null,
            7,
            null,
            Map.of("a", "b"),
            3,
            1,
            "ada",
            null,
            null,
            null,
            false,
            "all",
            List.of("ops"),
            T0,
            T0,
            T0,
            T0,
            null,
            T0.plusSeconds(60),
            null,
            4,
            5,
            null);
    KeyState state =
        new KeyState(
            group,
            9,
            8,
            7,
            1,
            2,
            3,
            true,
            4,
            5,
            6,
            false,
            1,
            2,
            3,
            4,
            5,
            List.of(6L, 7L),
            GroupStatus.ACKNOWLEDGED,
            true,
            true,
            1,
            2,
            3,
            4,
            "e1",
            5,
            6,
            null,
            new IdPage(new long[] {1, -1}));

    byte[] written = HexFormat.of().parseHex(FIRST_FORM);
    assertThat(serializer.deserialize(new DataInputDeserializer(written))).isEqualTo(state);
  }

  @Test
  void aFormOfALaterVersionIsRefusedByItsNumber() throws Exception {
    byte[] later = bytes(KeyState.EMPTY);
    later[0] = 2 * 17;

    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(later)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("17");
  }

  @Test
  void whatFlinksSerializerWroteIsMigrated() {
    TypeSerializer<KeyState> flinks =
        TypeInformation.of(KeyState.class).createSerializer(new SerializerConfigImpl());
    var now = serializer.snapshotConfiguration();

    assertThat(now.resolveSchemaCompatibility(flinks.snapshotConfiguration()))
        .matches(c -> c.isCompatibleAfterMigration());
    assertThat(now.resolveSchemaCompatibility(serializer.snapshotConfiguration()))
        .matches(c -> c.isCompatibleAsIs());
  }

  private KeyState roundTrip(KeyState state) throws IOException {
    return serializer.duplicate().deserialize(new DataInputDeserializer(bytes(state)));
  }

  private byte[] bytes(KeyState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(state, out);
    return out.getCopyOfBuffer();
  }

  /** A record whose components hold anything of their type, null where they may be unknown. */
  private static Object any(Class<?> record, Random random) throws Exception {
    RecordComponent[] components = record.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean unknown =
          !types[i].isPrimitive() && record != StatusChange.class && random.nextInt(4) == 0;
      values[i] = unknown ? null : value(components[i], random);
    }
    return record.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(RecordComponent component, Random random) throws Exception {
    Class<?> type = component.getType();
    if (type == String.class) {
      return TEXTS[random.nextInt(TEXTS.length)];
    } else if (type == long.class) {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == Instant.class) {
      return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type == Map.class) {
      return Map.of(TEXTS[random.nextInt(TEXTS.length)], "b", "other key", "");
    } else if (type == List.class) {
      return list((ParameterizedType) component.getGenericType(), random);
    } else if (type == AlertGroup.class || type == StatusChange.class) {
      return any(type, random);
    } else if (type == IdPage.class) {
      return new IdPage(random.longs(random.nextInt(220)).toArray());
    }
    throw new AssertionError("say what a value of " + type + " may be");
  }

  private static List<?> list(ParameterizedType type, Random random) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      boolean text = type.getActualTypeArguments()[0] == String.class;
      values.add(text ? TEXTS[random.nextInt(TEXTS.length)] : random.nextLong());
    }
    return values;
  }
}
