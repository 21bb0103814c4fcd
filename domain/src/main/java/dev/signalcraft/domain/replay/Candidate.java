// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Documents that are tried instead of those that were in force. */
public final class Candidate {
  private static final ObjectReader READER = Json.mapper().readerFor(JsonNode.class);

  private Candidate() {}

  /**
   * Reads them.
   *
   * @param text an array of JSON, or an object a line: {@code kind}, {@code metadata}, {@code spec}
   * @param workspace of those that name none
   * @throws IllegalArgumentException which document is wrong, where and what to do
   */
  public static List<ConfigRecord> read(String text, String workspace) {
    HistoryDocuments reader = new HistoryDocuments(workspace, List.of());
    List<ConfigRecord> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> all = READER.readValues(text)) {
      while (all.hasNextValue()) {
        if (!(all.nextValue() instanceof ObjectNode document)) {
          throw new IllegalArgumentException("give kind, metadata and spec");
        }
        documents.add(reader.read(document));
      }
      return documents;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "document %d: is not JSON".formatted(documents.size() + 1), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "document %d: %s".formatted(documents.size() + 1, e.getMessage()), e);
    }
  }
}
