// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A question about a group in the Common Expression Language, checked before it is used: it names
 * only {@link Facts}, answers yes or no, and always ends. {@code severity == "critical" &&
 * tags.team == "payments"}
 *
 * <p>A tag that a group lacks is empty, so {@code tags.team != "payments"} holds for a group
 * without a team. A question that fails for a group does not hold for it.
 */
public final class Condition {
  /** The longest text. */
  public static final int MAX_LENGTH = Expression.MAX_LENGTH;

  private static final Expression.Asker ASKER = new Expression.Asker(variables());

  private final String text;
  private final Expression expression;

  private Condition(String text, Expression expression) {
    this.text = text;
    this.expression = expression;
  }

  /**
   * Checks an expression.
   *
   * @throws IllegalArgumentException what is wrong, with line and column
   */
  public static Condition of(String text) {
    return new Condition(text, ASKER.ask(text));
  }

  /** The expression as it is written. */
  public String text() {
    return text;
  }

  /** What a group must at least have; a group that lacks one of them does not pass. */
  public List<Terms.Term> terms() {
    return expression.terms();
  }

  /** Whether it holds for a group. */
  public boolean holds(Facts facts) {
    return expression.holds(named(facts));
  }

  /** Whether it holds for a group, and each of its parts. */
  public Clause explain(Facts facts) {
    return new Clauses(
            expression.tree(),
            facts,
            part -> {
              try {
                return Expression.holds(part, named(facts))
                    ? Clause.Verdict.HOLDS
                    : Clause.Verdict.DOES_NOT_HOLD;
              } catch (CelEvaluationException e) {
                return Clause.Verdict.FAILS;
              }
            })
        .root();
  }

  @Override
  public String toString() {
    return text;
  }

  private static Function<String, Object> named(Facts facts) {
    return name -> name.equals("tags") ? Expression.total(facts.tags()) : facts.text(name);
  }

  private static Map<String, CelType> variables() {
    Map<String, CelType> variables = new HashMap<>();
    for (String field : Facts.FIELDS) {
      variables.put(field, SimpleType.STRING);
    }
    return variables;
  }
}
