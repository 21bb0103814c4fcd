// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an HTTP request goes: a checked URL. What its host resolves to is checked when it is
 * connected to.
 *
 * @param host in lower case; an IPv6 address without its brackets
 * @param target path and query, as they are sent
 */
public record WebUrl(String scheme, String host, int port, String target) {
  private static final int MAX_LENGTH = 2_048;
  private static final int MIN_SECRET = 4;
  private static final Pattern PARTS = Pattern.compile("[/?&=]");
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");
  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  /**
   * Reads a URL of a document.
   *
   * @param place such as {@code spec.url}
   * @param allowPrivate whether it may lead inside
   * @throws IllegalArgumentException what is wrong with it; never the URL, which may hold a secret
   */
  static WebUrl read(@Nullable String text, String place, boolean allowPrivate) {
    if (text == null || text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          place + ": give a URL of at most " + MAX_LENGTH + " characters, such as https://…");
    }
    URI uri = uri(text, place);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException(place + ": write a URL that begins with https://");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          place + ": without user and password; give a header with a secret instead");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw new IllegalArgumentException(place + ": names no host that can be reached");
    }
    String host = host(uri.getHost(), place, allowPrivate);
    int port = uri.getPort() < 0 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new WebUrl(scheme, host, port, URI.create(path + query).toASCIIString());
  }

  /**
   * The name or address of a host of a document.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  static String host(String given, String place, boolean allowPrivate) {
    String host = given.toLowerCase(Locale.ROOT);
    boolean v6 = host.startsWith("[");
    if (v6) {
      host = host.substring(1, host.length() - 1);
    }
    boolean v4 = !v6 && ENDS_IN_NUMBER.matcher(host).matches();
    if (v4 && !FOUR_NUMBERS.matcher(host).matches()) {
      throw new IllegalArgumentException(
          place + ": write an address as four decimal numbers, such as 192.0.2.1");
    }
    InetAddress address = v4 || v6 ? literal(host, place) : null;
    if (address != null && PublicAddress.isNever(address)) {
      throw new IllegalArgumentException(
          place + ": leads to a link-local or metadata address, which no channel reaches");
    }
    if (address != null && !allowPrivate && !PublicAddress.is(address)) {
      throw new IllegalArgumentException(
          place + ": leads to a private address; say allowPrivate: true if that is meant");
    }
    return host;
  }

  private static InetAddress literal(String host, String place) {
    try {
      // A literal is never looked up.
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(place + ": names no host that can be reached", e);
    }
  }

  private static URI uri(String text, String place) {
    try {
      return new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      // Without its cause, which shows the text.
      throw new IllegalArgumentException(place + ": is no URL; write one such as https://…");
    }
  }

  /** The same place with this path behind its own. */
  public WebUrl at(String path) {
    return new WebUrl(
        scheme, host, port, target.endsWith("/") ? target + path : target + "/" + path);
  }

  /** What of it a receiver may repeat and nobody else may read, the longest first. */
  public List<String> secrets() {
    List<String> secrets = new ArrayList<>(List.of(target));
    for (String part : PARTS.split(target, -1)) {
      secrets.add(part);
    }
    secrets.removeIf(part -> part.length() < MIN_SECRET);
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    return secrets;
  }

  /** Scheme, host and port alone: paths and queries hold secrets. */
  @Override
  public String toString() {
    return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
