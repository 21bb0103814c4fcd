// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.cli.console.ConsoleClient;
import dev.signalcraft.cli.console.ConsoleClient.Answer;
import dev.signalcraft.domain.Kind;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The documents of a workspace as its console has them. */
final class RemoteDocuments {
  private static final String PATH = "/api/v1/config";

  private final ConsoleClient console;
  private final long deadline;

  RemoteDocuments(ConsoleClient console, long deadline) {
    this.console = console;
    this.deadline = deadline;
  }

  /** A page with its workspace and the documents, of one kind where that is not null. */
  JsonNode list(@Nullable Kind kind) throws IOException, InterruptedException, Refused {
    String query = kind == null ? "" : "?kind=" + kind.wireName();
    return expect(console.get(PATH + query, deadline));
  }

  JsonNode get(String kind, String name) throws IOException, InterruptedException, Refused {
    return expect(console.get(path(kind, name), deadline));
  }

  /** The document as it is then; {@code seen} is 0 for a new one. */
  JsonNode put(String kind, String name, JsonNode spec, long seen)
      throws IOException, InterruptedException, Refused {
    ObjectNode body = Json.mapper().createObjectNode();
    body.set("spec", spec);
    return expect(console.put(path(kind, name), body, seen, deadline));
  }

  JsonNode delete(String kind, String name, long seen)
      throws IOException, InterruptedException, Refused {
    return expect(console.delete(path(kind, name), seen, deadline));
  }

  private static String path(String kind, String name) {
    return PATH + "/" + kind + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private static JsonNode expect(Answer answer) throws Refused {
    if (answer.status() >= 300) {
      throw new Refused(answer);
    }
    return answer.body();
  }
}
