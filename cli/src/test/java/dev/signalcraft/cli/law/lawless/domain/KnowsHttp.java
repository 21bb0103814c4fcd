// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.domain;

import java.net.http.HttpClient;

/** Breaks the law. */
final class KnowsHttp {
  HttpClient http;
}
