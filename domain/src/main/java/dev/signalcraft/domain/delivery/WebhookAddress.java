// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.secret.SecretReference;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of JSON by HTTP.
 *
 * @param url where it is; null where that is a secret
 * @param secretUrl where it is, as a secret; null where it is none
 * @param secret of the signature; null where none is wanted
 * @param headers by name; a value may be the reference of a secret
 * @param body a template of JSON; null for {@link WebhookBody}
 * @param allowPrivate whether it may lead inside
 */
public record WebhookAddress(
    @Nullable WebUrl url,
    @Nullable SecretReference secretUrl,
    @Nullable SecretReference secret,
    Map<String, String> headers,
    @Nullable BodyTemplate body,
    boolean allowPrivate)
    implements Address {
  static final String TYPE = "webhook";

  /** The field of the document that headers are sealed for. */
  public static final String HEADERS_FIELD = "headers";

  private static final String PLACE = "spec.url";
  private static final int MAX_HEADERS = 16;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]{0,998}[!-~])?");
  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(auth|cookie|key|passw|secret|signature|token).*");
  private static final Pattern OURS = Pattern.compile("(webhook|proxy|sec)-.*");
  private static final Set<String> OF_HTTP =
      Set.of(
          "host",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  private record Spec(
      @Nullable String type,
      @Nullable String url,
      @Nullable String secret,
      @Nullable Map<String, @Nullable String> headers,
      @Nullable String body,
      @Nullable Boolean allowPrivate,
      @Nullable RateSpec rate,
      @Nullable String maxAge) {}

  public WebhookAddress {
    headers = Map.copyOf(headers);
  }

  static Channel read(ConfigRecord document) {
    Spec spec = READER.read(document);
    boolean allowPrivate = Boolean.TRUE.equals(spec.allowPrivate());
    boolean secretUrl = spec.url() != null && SecretReference.is(spec.url());
    return new Channel(
        new WebhookAddress(
            secretUrl ? null : WebUrl.read(spec.url(), PLACE, allowPrivate),
            secretUrl ? SecretReference.of(spec.url(), "url") : null,
            spec.secret() == null ? null : SecretReference.of(spec.secret(), "secret"),
            headers(spec.headers()),
            spec.body() == null ? null : BodyTemplate.read(spec.body(), "spec.body"),
            allowPrivate),
        RateSpec.shaping(spec.rate(), spec.maxAge()));
  }

  private static Map<String, String> headers(@Nullable Map<String, @Nullable String> given) {
    if (given == null) {
      return Map.of();
    }
    if (given.size() > MAX_HEADERS) {
      throw new IllegalArgumentException("spec.headers: more than " + MAX_HEADERS);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    given.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("spec.headers: a name is that of an HTTP header");
          }
          String lower = name.toLowerCase(Locale.ROOT);
          String place = "spec.headers." + name;
          if (OF_HTTP.contains(lower) || OURS.matcher(lower).matches()) {
            throw new IllegalArgumentException(place + ": is written by Signalcraft itself");
          }
          if (value == null || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(place + ": 1 to 1000 printable characters of ASCII");
          }
          if (SECRET_NAME.matcher(lower).matches() && !SecretReference.is(value)) {
            throw new IllegalArgumentException(
                place + ": is a secret: write env:NAME, file:PATH or enc:v1:CIPHERTEXT");
          }
          if (headers.put(name, value) != null) {
            throw new IllegalArgumentException(place + ": is given twice");
          }
        });
    return headers;
  }

  /**
   * Where it is.
   *
   * @param secrets reads what is a secret
   * @throws IllegalArgumentException when the secret is no URL that may be sent to
   */
  public WebUrl url(Function<SecretReference, String> secrets) {
    return url != null
        ? url
        : WebUrl.read(secrets.apply(Objects.requireNonNull(secretUrl)), PLACE, allowPrivate);
  }

  @Override
  public String type() {
    return TYPE;
  }

  /** Without the values of headers. */
  @Override
  public String toString() {
    return "webhook to " + (url == null ? "a secret URL" : url);
  }
}
