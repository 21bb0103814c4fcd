// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalcraft.cli.MigrateCommand;
import dev.signalcraft.cli.grouping.GroupCommands;
import dev.signalcraft.cli.keys.KeysetCommand;
import dev.signalcraft.cli.keys.TokenCommand;
import dev.signalcraft.domain.config.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The lines of {@code docs/operations.md} that start our commands could be pasted. */
class OperationsDocTest {
  private static final Pattern LINE =
      Pattern.compile("(?m)^(?:signalcraft|docker compose run --rm keys) ([a-z]+) (.*)$");
  private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z.-]+");

  private static final Map<String, Set<String>> COMMANDS = commands();

  private static final String TEXT =
      Repository.text("docs/operations.md").replaceAll("\\\\\n *", "");

  @Test
  void everyCommandIsThereAndTakesItsOptions() {
    Set<String> seen = new TreeSet<>();
    Matcher line = LINE.matcher(TEXT);
    while (line.find()) {
      seen.add(line.group(1));
      assertThat(COMMANDS).containsKey(line.group(1));
      assertThat(COMMANDS.get(line.group(1)))
          .containsAll(OPTION.matcher(" " + line.group(2)).results().map(r -> r.group()).toList());
    }
    assertThat(seen)
        .containsExactly("ack", "groups", "keyset", "migrate", "resolve", "snooze", "token");
  }

  private static Map<String, Set<String>> commands() {
    Map<String, Set<String>> commands = new TreeMap<>();
    commands.put("migrate", keys(MigrateCommand.OPTIONS));
    commands.put("keyset", options(new KeysetCommand()));
    commands.put("token", options(new TokenCommand()));
    for (Class<?> type : GroupCommands.ALL) {
      commands.put(type.getAnnotation(Command.class).name(), options(type));
    }
    return commands;
  }

  private static Set<String> keys(List<Setting<?>> settings) {
    Function<Setting<?>, String> option = setting -> "--" + setting.key();
    return settings.stream().map(option).collect(Collectors.toSet());
  }

  private static Set<String> options(Object command) {
    return new CommandLine(command).getCommandSpec().optionsMap().keySet();
  }
}
