// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import dev.signalcraft.domain.config.ConfigRecord;
import dev.signalcraft.domain.config.Nearest;
import dev.signalcraft.domain.config.SpecReader;
import dev.signalcraft.domain.json.WireName;
import dev.signalcraft.domain.secret.SecretReference;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * People's mail boxes, by an SMTP server.
 *
 * @param user as whom the server is used; null for nobody
 * @param password of the user; null where there is no user
 */
public record EmailAddress(
    String host,
    int port,
    Security security,
    @Nullable String user,
    @Nullable SecretReference password,
    String from,
    List<String> to,
    boolean allowPrivate)
    implements Address {
  static final String TYPE = "email";

  private static final int USUAL_PORT = 587;
  private static final int MAX_TO = 50;
  private static final Pattern USER = Pattern.compile("[!-~]([ -~]{0,254}[!-~])?");
  private static final Pattern MAILBOX =
      Pattern.compile(
          "(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
              + "@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
  private static final SpecReader<Spec> READER = new SpecReader<>(Spec.class);

  /** How the way to the server is kept secret. */
  public enum Security {
    /** A plain connection that must become TLS before anything is said. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS,
    /** Not at all; no password is sent. */
    NONE
  }

  private record Spec(
      @Nullable String type,
      @Nullable String host,
      @Nullable Integer port,
      @Nullable String security,
      @Nullable String user,
      @Nullable String password,
      @Nullable String from,
      @Nullable List<@Nullable String> to,
      @Nullable Boolean allowPrivate,
      @Nullable RateSpec rate,
      @Nullable String maxAge) {}

  public EmailAddress {
    to = List.copyOf(to);
  }

  static Channel read(ConfigRecord document) {
    Spec spec = READER.read(document);
    boolean allowPrivate = Boolean.TRUE.equals(spec.allowPrivate());
    if (spec.host() == null
        || !spec.host().matches("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]")) {
      throw new IllegalArgumentException(
          "spec.host: give the mail server, such as smtp.example.org");
    }
    if (spec.port() != null && (spec.port() < 1 || spec.port() > 65_535)) {
      throw new IllegalArgumentException("spec.port: from 1 to 65535");
    }
    List<String> to = SpecReader.list(spec.to(), "spec.to", MAX_TO);
    if (to.isEmpty()) {
      throw new IllegalArgumentException("spec.to: give at least one address");
    }
    for (int i = 0; i < to.size(); i++) {
      mailbox(to.get(i), "spec.to[" + i + "]");
    }
    Security security = security(spec.security());
    SecretReference password = password(spec, security);
    return new Channel(
        new EmailAddress(
            WebUrl.host(spec.host(), "spec.host", allowPrivate),
            spec.port() == null ? USUAL_PORT : spec.port(),
            security,
            spec.user(),
            password,
            mailbox(spec.from(), "spec.from"),
            to,
            allowPrivate),
        RateSpec.shaping(spec.rate(), spec.maxAge()));
  }

  private static Security security(@Nullable String name) {
    Security security = name == null ? Security.STARTTLS : WireName.parse(Security.class, name);
    if (security == null || (name != null && !name.equals(WireName.of(security)))) {
      List<String> names = Arrays.stream(Security.values()).map(WireName::of).toList();
      throw new IllegalArgumentException(
          "spec.security: one of %s; did you mean %s?"
              .formatted(String.join(", ", names), Nearest.of(String.valueOf(name), names)));
    }
    return security;
  }

  private static @Nullable SecretReference password(Spec spec, Security security) {
    if ((spec.user() == null) != (spec.password() == null)) {
      throw new IllegalArgumentException(
          "spec."
              + (spec.user() == null ? "user" : "password")
              + ": user and password go together");
    }
    if (spec.user() == null) {
      return null;
    }
    if (!USER.matcher(spec.user()).matches()) {
      throw new IllegalArgumentException("spec.user: 1 to 256 printable characters");
    }
    if (security == Security.NONE) {
      throw new IllegalArgumentException(
          "spec.security: a password is not sent in the clear; write starttls or tls");
    }
    return SecretReference.of(spec.password(), "password");
  }

  private static String mailbox(@Nullable String text, String place) {
    if (text == null || !MAILBOX.matcher(text).matches()) {
      throw new IllegalArgumentException(place + ": a mail address alone, such as ops@example.org");
    }
    return text;
  }

  @Override
  public String type() {
    return TYPE;
  }
}
