// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.gateway;

import java.sql.SQLException;

/** Breaks the law. */
final class KnowsSql {
  SQLException sql;
}
