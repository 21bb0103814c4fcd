// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import dev.signalcraft.console.access.Gate;
import dev.signalcraft.console.config.ConfigDocuments.Current;
import dev.signalcraft.console.http.Answers;
import dev.signalcraft.console.http.HttpServer.Route;
import dev.signalcraft.console.http.Parameters;
import dev.signalcraft.console.http.Refusal;
import dev.signalcraft.domain.Kind;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** Shows the documents of a token's workspace. */
public final class ConfigApi {
  static final String DOCUMENT = "/api/v1/config/{kind}/{name}";

  private final ConfigDocuments documents;

  /** Answers from documents. */
  public ConfigApi(ConfigDocuments documents) {
    this.documents = documents;
  }

  /** What is served. */
  public List<Route> routes() {
    return List.of(Route.get("/api/v1/config", this::list), Route.get(DOCUMENT, this::find));
  }

  private void list(Context request) {
    Parameters given = new Parameters(request, Set.of("kind"));
    Kind kind = given.read("kind", Kind::of, "a kind of documents such as RoutingRule");
    given.check();
    requireComplete(documents);
    String workspace = Gate.workspace(request);
    Answers.json(
        request,
        new ConfigPage(
            workspace,
            documents.list(workspace, kind).stream()
                .map(current -> ConfigDocument.of(current, false))
                .toList()));
  }

  private void find(Context request) {
    new Parameters(request, Set.of()).check();
    Kind kind = kind(request);
    requireComplete(documents);
    Current current = documents.find(Gate.workspace(request), kind, request.pathParam("name"));
    if (current == null) {
      throw new Refusal(HttpStatus.NOT_FOUND_404, "This workspace has no such document.");
    }
    show(request, current);
  }

  /** Answers with a document and its version. */
  static void show(Context request, Current current) {
    request.header("ETag", Precondition.tag(current.record().version()));
    Answers.json(request, ConfigDocument.of(current, true));
  }

  /** The kind that the path names. */
  static Kind kind(Context request) {
    String given = request.pathParam("kind");
    Kind kind = Kind.of(given);
    if (kind == null) {
      throw new Refusal(
          HttpStatus.NOT_FOUND_404,
          "There is no such kind of documents; did you mean " + Kind.nearest(given) + "?");
    }
    return kind;
  }

  /** What is current is known when the log has been read. */
  public static void requireComplete(ConfigDocuments documents) {
    if (!documents.isComplete()) {
      throw new Refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "The configuration has not been read from Kafka yet; nothing was changed.");
    }
  }
}
