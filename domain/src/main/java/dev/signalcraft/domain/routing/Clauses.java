// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.signalcraft.domain.routing.Clause.Join;
import dev.signalcraft.domain.routing.Clause.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes an expression apart at its {@code &&}, {@code ||} and {@code !}, and asks each part. */
final class Clauses {
  private static final Map<String, Join> JOINS =
      Map.of("_&&_", Join.ALL, "_||_", Join.ANY, "!_", Join.NOT);
  private static final CelUnparser UNPARSER = CelUnparserFactory.newUnparser();

  private final CelAbstractSyntaxTree whole;
  private final Facts facts;
  private final Function<CelAbstractSyntaxTree, Verdict> asked;

  /** Parts of an expression, each asked about these facts. */
  Clauses(CelAbstractSyntaxTree whole, Facts facts, Function<CelAbstractSyntaxTree, Verdict> ask) {
    this.whole = whole;
    this.facts = facts;
    asked = ask;
  }

  Clause root() {
    return clause(whole.getExpr());
  }

  private Clause clause(CelExpr expression) {
    CelAbstractSyntaxTree part =
        CelAbstractSyntaxTree.newCheckedAst(
            expression, whole.getSource(), whole.getReferenceMap(), whole.getTypeMap());
    String text = UNPARSER.unparse(part);
    Join join = join(expression);
    if (join != null) {
      List<Clause> parts = new ArrayList<>();
      collect(expression, join, parts);
      return Clause.of(text, join, parts);
    }
    Map<String, String> values = new LinkedHashMap<>();
    Terms.fields(expression).forEach(field -> values.put(field, facts.text(field)));
    return new Clause(text, asked.apply(part), null, List.of(), values);
  }

  /** {@code a && b && c} has three parts, however it was parsed. */
  private void collect(CelExpr expression, Join join, List<Clause> parts) {
    for (CelExpr argument : expression.call().args()) {
      if (join != Join.NOT && join(argument) == join) {
        collect(argument, join, parts);
      } else {
        parts.add(clause(argument));
      }
    }
  }

  private static @Nullable Join join(CelExpr expression) {
    return expression.getKind() == Kind.CALL ? JOINS.get(expression.call().function()) : null;
  }
}
