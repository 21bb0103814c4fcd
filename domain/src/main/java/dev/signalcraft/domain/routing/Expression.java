// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.lang.ref.WeakReference;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question in the Common Expression Language, checked before it is used: it names only what its
 * {@link Asker} knows, answers yes or no, and always ends.
 */
public final class Expression {
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
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final CelAbstractSyntaxTree tree;
  private final CelRuntime.Program program;
  private final List<Terms.Term> terms;

  private Expression(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    this.tree = tree;
    this.program = RUNTIME.createProgram(tree);
    this.terms = Terms.of(tree.getExpr());
  }

  /**
   * What questions of one sort may name. A text is compiled once, however many documents hold it
   * and operators read them, as long as somebody has the answer.
   */
  public static final class Asker {
    private final CelCompiler compiler;
    private final Map<String, WeakReference<Expression>> asked = new ConcurrentHashMap<>();

    /** Of tags and of these variables. */
    public Asker(Map<String, CelType> variables) {
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(OPTIONS)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .setResultType(SimpleType.BOOL)
              .addVar("tags", MapType.create(SimpleType.STRING, SimpleType.STRING));
      variables.forEach(builder::addVar);
      compiler = builder.build();
    }

    /**
     * Checks a question.
     *
     * @throws IllegalArgumentException what is wrong, with line and column
     */
    public Expression ask(String text) {
      WeakReference<Expression> known = asked.get(text);
      Expression expression = known == null ? null : known.get();
      if (expression == null) {
        expression = compile(text);
        asked.values().removeIf(one -> one.refersTo(null));
        asked.put(text, new WeakReference<>(expression));
      }
      return expression;
    }

    private Expression compile(String text) {
      if (text.length() > MAX_LENGTH) {
        throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
      }
      CelValidationResult result = compiler.compile(text);
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
        return new Expression(ast);
      } catch (CelValidationException | CelEvaluationException e) {
        throw new IllegalArgumentException("is not an expression: " + e.getMessage(), e);
      }
    }
  }

  CelAbstractSyntaxTree tree() {
    return tree;
  }

  /** What must at least be so; where one of them is not, the question does not hold. */
  public List<Terms.Term> terms() {
    return terms;
  }

  /** Whether it asks for a variable. */
  public boolean names(String variable) {
    return Terms.names(tree.getExpr(), variable);
  }

  /** The tags that it asks for by name; null where it may ask for any. */
  public @Nullable Set<String> tags() {
    return Terms.tags(tree.getExpr());
  }

  /** Whether it holds for what a function knows by name; what fails does not hold. */
  public boolean holds(Function<String, Object> facts) {
    try {
      return holds(program, facts);
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  /**
   * Whether a part of it holds.
   *
   * @throws CelEvaluationException where it has no answer
   */
  static boolean holds(CelAbstractSyntaxTree part, Function<String, Object> facts)
      throws CelEvaluationException {
    return holds(RUNTIME.createProgram(part), facts);
  }

  private static boolean holds(CelRuntime.Program program, Function<String, Object> facts)
      throws CelEvaluationException {
    return Boolean.TRUE.equals(program.eval(name -> Optional.of(facts.apply(name))));
  }

  /** Tags of which each has a text, if only an empty one. */
  public static Map<String, String> total(Map<String, String> tags) {
    return new Tags(tags);
  }

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
