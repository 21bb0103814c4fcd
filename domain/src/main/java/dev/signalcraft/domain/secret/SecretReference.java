// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.secret;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret of a document is, never the secret itself.
 *
 * @param field of the document, for which it was sealed
 * @param text {@code env:NAME}, {@code file:PATH} or {@code enc:v1:CIPHERTEXT}
 */
public record SecretReference(String field, String text) {
  private static final Pattern FORM = Pattern.compile("(env|file|enc:v1):.+", Pattern.DOTALL);

  /** Whether this text is a reference or ciphertext. */
  public static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The reference in a field of a spec.
   *
   * @throws IllegalArgumentException when there is none, or a secret in plain text
   */
  public static SecretReference of(@Nullable String text, String field) {
    if (text == null || !is(text)) {
      throw new IllegalArgumentException(
          "spec."
              + field
              + ": a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text");
    }
    return new SecretReference(field, text);
  }

  /**
   * The secret.
   *
   * @throws IllegalArgumentException when it cannot be had, with the field and what to do
   */
  public String resolve(Secrets secrets, String workspace, String kind, String name) {
    try {
      return secrets.resolve(text, workspace, kind, name, field);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("spec." + field + ": " + e.getMessage(), e);
    }
  }

  /** Not even where it is. */
  @Override
  public String toString() {
    return "secret of " + field;
  }
}
