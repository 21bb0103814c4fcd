// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.bench.grouping;

import dev.signalcraft.domain.Topic;
import dev.signalcraft.domain.ingest.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A config log of routing rules such as a company of many teams has: each names a project, one in
 * fifty looks at every group instead. Of a {@link Workload}'s twenty projects each is named by one
 * rule in 25, so of a thousand rules two act on a usual group.
 */
final class RuleLog {
  private static final int PROJECTS = 500;
  private static final int ONE_LOOKS_AT_ALL = 50;

  private RuleLog() {}

  /** So many rules, in force from the beginning. */
  static List<RawRecord> of(int rules) {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      String when =
          i % ONE_LOOKS_AT_ALL == 0
              ? "title.contains('no such error " + i + "')"
              : "project == 'shop-" + i % PROJECTS + "' && severity != 'low'";
      String json =
          """
          {"kind":"RoutingRule","metadata":{"workspace":"default","name":"rule-%d"},
           "version":1,"baseVersion":0,"deleted":false,
           "spec":{"when":"%s","notify":[{"channel":"team-%d","sendResolved":true}]}}"""
              .formatted(i, when, i);
      byte[] value = json.getBytes(StandardCharsets.UTF_8);
      String key = "RoutingRule/default/rule-" + i;
      records.add(new RawRecord(Topic.CONFIG.topicName(), 0, i, 0, Map.of(), key, value));
    }
    return records;
  }
}
