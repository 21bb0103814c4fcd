// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.law.lawless;

/** The root of a house in which every rule is broken. */
public final class Lawless {}
