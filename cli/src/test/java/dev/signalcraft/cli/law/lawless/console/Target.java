// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless.console;

/** A place to point to. */
public final class Target {}
