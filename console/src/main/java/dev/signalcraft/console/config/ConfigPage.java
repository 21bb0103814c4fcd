// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.config;

import java.util.List;

/** Documents of a workspace by kind and name, without their content. */
record ConfigPage(String workspace, List<ConfigDocument> items) {}
