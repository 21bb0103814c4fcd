// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.gateway;

import org.apache.flink.configuration.Configuration;

/** Breaks the law. */
final class KnowsFlink {
  Configuration flink;
}
