// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.config;

import dev.signalcraft.domain.ingest.Sources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sender of webhooks, measurements or clicks: which source it is and how it proves itself.
 *
 * @param source the kind of sender, such as {@code sentry}, or {@code metrics} or {@code slack}
 * @param secrets keys of signatures, as references or ciphertext; each of them is valid, so that
 *     one can be rotated
 * @param keySha256 hashes (64 hex digits) of keys for senders that cannot sign: given as bearer or
 *     as {@code ?key=}
 * @param environments for payloads that name no environment; the first is the default; empty for
 *     that of the workspace
 * @param users of Slack, by their ids there the names under which they act
 */
public record Integration(
    String source,
    List<String> secrets,
    List<String> keySha256,
    List<String> environments,
    Map<String, String> users) {
  /** The kind of its documents. */
  public static final String KIND = "Integration";

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SECRET = Pattern.compile("(env|file|enc:v1):.+", Pattern.DOTALL);
  private static final Pattern SLACK_USER = Pattern.compile("[UW][A-Z0-9]{1,31}");
  private static final Pattern USER_NAME =
      Pattern.compile("(?!(source|clock)$)[^\\s\\p{Cntrl}]([^\\p{Cntrl}]{0,254}[^\\s\\p{Cntrl}])?");
  private static final int MAX_USERS = 1_000;
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable String source,
      @Nullable List<@Nullable String> secrets,
      @Nullable List<@Nullable String> keySha256,
      @Nullable List<@Nullable String> environments,
      @Nullable Map<String, @Nullable String> users) {}

  public Integration {
    secrets = List.copyOf(secrets);
    keySha256 = List.copyOf(keySha256);
    environments = List.copyOf(environments);
    users = Map.copyOf(users);
  }

  /** Whether a workspace or an integration may be called so. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * Reads the content of a document.
   *
   * @throws IllegalArgumentException what is wrong with it, and where
   */
  public static Integration read(ConfigRecord document) {
    Spec spec = READER.read(document);
    if (spec.source() == null || !isName(spec.source())) {
      throw new IllegalArgumentException("spec.source: name the kind of sender, such as sentry");
    }
    List<String> secrets = orEmpty(spec.secrets());
    List<String> keys = orEmpty(spec.keySha256());
    if (secrets.isEmpty() && keys.isEmpty()) {
      throw new IllegalArgumentException("spec: give secrets or keySha256, or nobody can send");
    }
    if (spec.source().equals(Sources.METRICS) && keys.isEmpty()) {
      throw new IllegalArgumentException(
          "spec.keySha256: measurements come with a key; give its hash");
    }
    if (spec.source().equals(Sources.SLACK) && secrets.isEmpty()) {
      throw new IllegalArgumentException("spec.secrets: give the signing secret of the Slack app");
    }
    for (String secret : secrets) {
      if (!SECRET.matcher(secret).matches()) {
        throw new IllegalArgumentException(
            "spec.secrets: a secret is env:NAME, file:PATH or enc:v1:CIPHERTEXT, never plain text");
      }
    }
    for (String key : keys) {
      if (!SHA256.matcher(key).matches()) {
        throw new IllegalArgumentException("spec.keySha256: a hash is 64 lower-case hex digits");
      }
    }
    return new Integration(spec.source(), secrets, keys, orEmpty(spec.environments()), users(spec));
  }

  private static Map<String, String> users(Spec spec) {
    if (spec.users() == null) {
      return Map.of();
    }
    if (!Sources.SLACK.equals(spec.source())) {
      throw new IllegalArgumentException("spec.users: only the source slack has users");
    }
    if (spec.users().size() > MAX_USERS) {
      throw new IllegalArgumentException("spec.users: more than " + MAX_USERS);
    }
    Map<String, String> users = new HashMap<>();
    spec.users()
        .forEach(
            (id, name) -> {
              if (!SLACK_USER.matcher(id).matches()) {
                throw new IllegalArgumentException(
                    "spec.users: a member is named by the id, such as U024BE7LH");
              }
              if (name == null || !USER_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                    "spec.users." + id + ": a name of 1 to 256 characters, not source or clock");
              }
              users.put(id, name);
            });
    return users;
  }

  private static List<String> orEmpty(@Nullable List<@Nullable String> list) {
    if (list == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (String text : list) {
      if (text == null) {
        throw new IllegalArgumentException("spec: a list holds texts, never null");
      }
      texts.add(text);
    }
    return texts;
  }
}
