// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.monitor;

import dev.signalcraft.domain.monitor.MetricRange;
import java.util.List;

/** Every series of a monitor that has samples in a range. */
record MetricRangePage(List<MetricRange> items) {}
