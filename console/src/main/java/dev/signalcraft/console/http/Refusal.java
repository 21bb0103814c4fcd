// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.http;

/** Ends a request with a problem. */
public final class Refusal extends RuntimeException {
  private final transient Problem problem;

  /** Ends a request with this problem. */
  public Refusal(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Ends a request with this status and detail. */
  public Refusal(int status, String detail) {
    this(Problem.of(status, detail));
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}
