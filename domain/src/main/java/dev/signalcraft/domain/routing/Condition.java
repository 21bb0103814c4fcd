// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
  public static final int MAX_LENGTH = 8_192;

  private static final int MAX_NODES = 2_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseExpressionNodeCount(MAX_NODES)
          .maxParseRecursionDepth(64)
          .comprehensionMaxIterations(1_000)
          .maxRegexProgramSize(RegularExpression.MAX_PROGRAM)
          .enableHeterogeneousNumericComparisons(true)
          .populateMacroCalls(true)
          .build();
  private static final CelCompiler COMPILER = compiler();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final String text;
  private final CelAbstractSyntaxTree tree;
  private final CelRuntime.Program program;
  private final List<Terms.Term> terms;

  private Condition(
      String text, CelAbstractSyntaxTree tree, CelRuntime.Program program, List<Terms.Term> terms) {
    this.text = text;
    this.tree = tree;
    this.program = program;
    this.terms = terms;
  }

  /**
   * Checks an expression.
   *
   * @throws IllegalArgumentException what is wrong, with line and column
   */
  public static Condition of(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
    }
    CelValidationResult result = COMPILER.compile(text);
    if (result.hasError()) {
      CelIssue issue = result.getErrors().get(0);
      throw new IllegalArgumentException(
          "line %d, column %d: %s"
              .formatted(
                  issue.getSourceLocation().getLine(),
                  issue.getSourceLocation().getColumn() + 1,
                  issue.getMessage().lines().findFirst().orElse("is not an expression")));
    }
    try {
      CelAbstractSyntaxTree ast = result.getAst();
      Terms.requireNoHas(ast.getExpr());
      Terms.requirePatterns(ast.getExpr());
      return new Condition(text, ast, RUNTIME.createProgram(ast), Terms.of(ast.getExpr()));
    } catch (dev.cel.common.CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException("is not an expression: " + e.getMessage(), e);
    }
  }

  /** The expression as it is written. */
  public String text() {
    return text;
  }

  /** What a group must at least have; a group that lacks one of them does not pass. */
  public List<Terms.Term> terms() {
    return terms;
  }

  /** Whether it holds for a group. */
  public boolean holds(Facts facts) {
    try {
      return holds(program, facts);
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private static boolean holds(CelRuntime.Program program, Facts facts)
      throws CelEvaluationException {
    return Boolean.TRUE.equals(
        program.eval(
            name -> Optional.of(name.equals("tags") ? new Tags(facts.tags()) : facts.text(name))));
  }

  /** Whether it holds for a group, and each of its parts. */
  public Clause explain(Facts facts) {
    return new Clauses(
            tree,
            facts,
            part -> {
              try {
                return holds(RUNTIME.createProgram(part), facts)
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

  private static CelCompiler compiler() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL)
            .addVar("tags", MapType.create(SimpleType.STRING, SimpleType.STRING));
    for (String field : Facts.FIELDS) {
      builder.addVar(field, SimpleType.STRING);
    }
    return builder.build();
  }

  /** Tags of which each has a text, if only an empty one. */
  private static final class Tags extends AbstractMap<String, String> {
    private final Map<String, String> tags;

    Tags(Map<String, String> tags) {
      this.tags = tags;
    }

    @Override
    public boolean containsKey(Object key) {
      return true;
    }

    @Override
    public String get(Object key) {
      return tags.getOrDefault(key, "");
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return tags.entrySet();
    }
  }
}
