// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

import java.util.List;

/** The newest replays: those that begin, then the others by the end of their time. */
record ReplayPage(List<ReplayStatus> items) {}
