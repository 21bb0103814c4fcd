// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.jobs;

/** Breaks the law. */
final class StringUtils {}
