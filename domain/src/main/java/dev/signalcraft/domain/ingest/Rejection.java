// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

/** Why a payload cannot become events: what was wrong, where, and what to do. */
public final class Rejection extends Exception {
  private final DeadLetter.Reason reason;

  /** A rejection; the detail must hold no content that was not scrubbed. */
  public Rejection(DeadLetter.Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** The class of the fault. */
  public DeadLetter.Reason reason() {
    return reason;
  }

  /** What was wrong. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
