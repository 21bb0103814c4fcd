// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Teaches Jackson the wire form of times and enums. */
final class WireModule extends SimpleModule {
  WireModule() {
    super("signalcraft-wire");
    addSerializer(Instant.class, new InstantWriter());
    addDeserializer(Instant.class, new InstantReader());
    addSerializer(Enum.class, new EnumWriter());
    setDeserializers(new EnumReaders());
    addDeserializer(Instant.class, new InstantReader());
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(WireTime.format(value));
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      Instant time =
          in.currentToken() == JsonToken.VALUE_NUMBER_INT
              ? Instant.ofEpochMilli(in.getLongValue())
              : WireTime.parse(in.getText());
      if (time == null || time.isBefore(WireTime.FIRST) || time.isAfter(WireTime.LAST)) {
        throw context.weirdStringException(
            in.getText(),
            Instant.class,
            "a time is ISO-8601 with a zone, or epoch milliseconds, of the years 1 to 9999");
      }
      return time;
    }
  }

  @SuppressWarnings("rawtypes")
  private static final class EnumWriter extends StdSerializer<Enum> {
    EnumWriter() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(WireName.of(value));
    }
  }

  private static final class EnumReaders extends SimpleDeserializers {
    @Override
    public JsonDeserializer<?> findEnumDeserializer(
        Class<?> type, DeserializationConfig config, BeanDescription description) {
      return new EnumReader(type);
    }
  }

  private static final class EnumReader extends StdDeserializer<Object> {
    private final Map<String, Object> constants = new HashMap<>();

    EnumReader(Class<?> type) {
      super(type);
      for (Object constant : type.getEnumConstants()) {
        constants.put(WireName.of((Enum<?>) constant), constant);
      }
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
      Object constant = constants.get(in.getText());
      if (constant == null) {
        throw context.weirdStringException(
            in.getText(), handledType(), "one of " + constants.keySet());
      }
      return constant;
    }
  }
}
