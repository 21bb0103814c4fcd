// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.routing;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an expression says at its top level: {@code a == "x" && tags.b == "y" && …}. */
public final class Terms {
  private static final String AND = "_&&_";
  private static final String EQUALS = "_==_";

  private Terms() {}

  /**
   * A field that must have a text.
   *
   * @param field a name of {@link Facts#text}
   */
  public record Term(String field, String text) {}

  /** The equality terms that an expression needs to hold, in their order. */
  static List<Term> of(CelExpr expression) {
    List<Term> terms = new ArrayList<>();
    collect(expression, terms);
    return List.copyOf(terms);
  }

  private static void collect(CelExpr expression, List<Term> terms) {
    if (expression.getKind() != Kind.CALL) {
      return;
    }
    CelExpr.CelCall call = expression.call();
    if (call.function().equals(AND)) {
      call.args().forEach(argument -> collect(argument, terms));
    } else if (call.function().equals(EQUALS)) {
      Term term = term(call.args().get(0), call.args().get(1));
      Term mirrored = term == null ? term(call.args().get(1), call.args().get(0)) : term;
      if (mirrored != null) {
        terms.add(mirrored);
      }
    }
  }

  private static @Nullable Term term(CelExpr field, CelExpr text) {
    String name = name(field);
    return name == null || !isText(text) ? null : new Term(name, text.constant().stringValue());
  }

  /** The fields of {@link Facts} that an expression asks for, in their order. */
  static Set<String> fields(CelExpr expression) {
    Set<String> fields = new LinkedHashSet<>();
    visit(
        expression,
        part -> {
          String name = isIndex(part) ? "tags." + text(part.call().args().get(1)) : name(part);
          if (name != null && Facts.isField(name)) {
            fields.add(name);
          }
        });
    return fields;
  }

  /** Whether an expression names a variable. */
  static boolean names(CelExpr expression, String variable) {
    boolean[] found = {false};
    visit(
        expression,
        part -> found[0] |= part.getKind() == Kind.IDENT && part.ident().name().equals(variable));
    return found[0];
  }

  /** The tags that an expression asks for by name; null where it may ask for any. */
  static @Nullable Set<String> tags(CelExpr expression) {
    Set<String> tags = new LinkedHashSet<>();
    int[] unnamed = {0};
    visit(
        expression,
        part -> {
          String name = isIndex(part) ? text(part.call().args().get(1)) : null;
          if (part.getKind() == Kind.SELECT && name(part) != null) {
            name = part.select().field();
          }
          if (name != null) {
            tags.add(name);
            unnamed[0]--;
          } else if (part.getKind() == Kind.IDENT && part.ident().name().equals("tags")) {
            unnamed[0]++;
          }
        });
    return unnamed[0] == 0 ? tags : null;
  }

  /** {@code tags["x"]}. */
  private static boolean isIndex(CelExpr part) {
    return part.getKind() == Kind.CALL
        && part.call().function().equals("_[_]")
        && part.call().args().get(0).getKind() == Kind.IDENT
        && part.call().args().get(0).ident().name().equals("tags")
        && isText(part.call().args().get(1));
  }

  private static String text(CelExpr constant) {
    return constant.constant().stringValue();
  }

  private static @Nullable String name(CelExpr field) {
    if (field.getKind() == Kind.IDENT) {
      return field.ident().name();
    }
    boolean tag =
        field.getKind() == Kind.SELECT
            && field.select().operand().getKind() == Kind.IDENT
            && field.select().operand().ident().name().equals("tags");
    return tag ? "tags." + field.select().field() : null;
  }

  /**
   * Refuses {@code has(tags.x)}, which would always hold.
   *
   * @throws IllegalArgumentException with what to write instead
   */
  static void requireNoHas(CelExpr expression) {
    visit(
        expression,
        part -> {
          if (part.getKind() == Kind.SELECT && part.select().testOnly()) {
            throw new IllegalArgumentException(
                "has(%1$s): write %1$s != \"\"".formatted(name(part)));
          }
        });
  }

  /**
   * Refuses a pattern that is not written in the rule itself, or cannot be used.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  static void requirePatterns(CelExpr expression) {
    visit(
        expression,
        part -> {
          if (part.getKind() == Kind.CALL && part.call().function().equals("matches")) {
            CelExpr pattern = part.call().args().get(part.call().args().size() - 1);
            if (!isText(pattern)) {
              throw new IllegalArgumentException("matches: write the pattern itself, as a text");
            }
            RegularExpression.compile(pattern.constant().stringValue());
          }
        });
  }

  private static boolean isText(CelExpr expression) {
    return expression.getKind() == Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
  }

  private static void visit(CelExpr expression, Consumer<CelExpr> visitor) {
    visitor.accept(expression);
    switch (expression.getKind()) {
      case SELECT -> visit(expression.select().operand(), visitor);
      case CALL -> {
        expression.call().target().ifPresent(target -> visit(target, visitor));
        expression.call().args().forEach(argument -> visit(argument, visitor));
      }
      case LIST -> expression.list().elements().forEach(element -> visit(element, visitor));
      case MAP ->
          expression
              .map()
              .entries()
              .forEach(
                  entry -> {
                    visit(entry.key(), visitor);
                    visit(entry.value(), visitor);
                  });
      case COMPREHENSION -> {
        visit(expression.comprehension().iterRange(), visitor);
        visit(expression.comprehension().accuInit(), visitor);
        visit(expression.comprehension().loopCondition(), visitor);
        visit(expression.comprehension().loopStep(), visitor);
        visit(expression.comprehension().result(), visitor);
      }
      default -> {}
    }
  }
}
