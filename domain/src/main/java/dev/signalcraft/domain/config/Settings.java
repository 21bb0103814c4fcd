// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values of a program's settings, read once at its start. Never prints a secret. */
public final class Settings {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Map<String, Object> values;
  private final Map<String, Setting<?>> known;

  private Settings(Map<String, Object> values, Map<String, Setting<?>> known) {
    this.values = values;
    this.known = known;
  }

  /**
   * Reads {@code --key value} (or {@code --key=value}) pairs, the file named by {@code --config},
   * and the environment.
   *
   * @throws IllegalArgumentException one line for each fault: unknown settings with the nearest
   *     known one, values that cannot be read, settings that are missing
   */
  public static Settings read(
      List<Setting<?>> settings, List<String> arguments, Map<String, String> environment) {
    Map<String, Setting<?>> known = new TreeMap<>();
    for (Setting<?> setting : settings) {
      known.put(setting.key(), setting);
    }
    List<String> faults = new ArrayList<>();
    Map<String, String> given = fromArguments(arguments, faults);
    String file = given.remove("config");
    if (file != null) {
      fromFile(Path.of(file), faults).forEach(given::putIfAbsent);
    }
    for (String key : given.keySet()) {
      if (!known.containsKey(key)) {
        Set<String> names = new TreeSet<>(known.keySet());
        names.add("config");
        faults.add("unknown setting '" + key + "'; did you mean '" + Nearest.of(key, names) + "'?");
      }
    }
    Map<String, Object> values = new HashMap<>();
    for (Setting<?> setting : known.values()) {
      String text = given.get(setting.key());
      if (text == null) {
        text = environment.getOrDefault(setting.variable(), setting.fallback());
      }
      if (text == null) {
        faults.add("missing setting '" + setting.key() + "': " + setting.description());
      } else {
        try {
          values.put(setting.key(), setting.parse().apply(text));
        } catch (IllegalArgumentException e) {
          faults.add(
              "setting '%s': %s%s"
                  .formatted(
                      setting.key(),
                      e.getMessage(),
                      setting.secret() ? "" : ", not '" + text + "'"));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", faults));
    }
    return new Settings(values, known);
  }

  /** The value of a setting that was among those read. */
  @SuppressWarnings("unchecked")
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting.key());
    if (value == null) {
      throw new IllegalArgumentException("'" + setting.key() + "' is no setting of this program");
    }
    return (T) value;
  }

  private static Map<String, String> fromArguments(List<String> arguments, List<String> faults) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        faults.add("unexpected '" + argument + "'; settings are written --key value");
        continue;
      }
      int equals = argument.indexOf('=');
      if (equals > 0) {
        given.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (i + 1 < arguments.size()) {
        given.put(argument.substring(2), arguments.get(++i));
      } else {
        faults.add("setting '" + argument.substring(2) + "' has no value");
      }
    }
    return given;
  }

  private static Map<String, String> fromFile(Path file, List<String> faults) {
    Map<String, String> given = new HashMap<>();
    try {
      JsonNode root = YAML.readTree(file.toFile());
      flatten("", root, given);
    } catch (JacksonException e) {
      faults.add("setting 'config': " + file + " is not YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      faults.add("setting 'config': cannot read " + file);
    }
    return given;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> given) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(key + ".", field.getValue(), given);
      } else {
        given.put(key, field.getValue().asText());
      }
    }
  }

  @Override
  public String toString() {
    Map<String, @Nullable Object> shown = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          Setting<?> setting = known.get(key);
          shown.put(key, setting == null || setting.secret() ? "***" : value);
        });
    return shown.toString();
  }
}
