// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.jobs.delivery;

import dev.signalcraft.domain.delivery.PublicAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where hosts are, looked up when they are wanted. The addresses that it gives are those that were
 * checked: who connects to them and looks nothing up again cannot be led elsewhere by a name that
 * changes its mind.
 */
final class Lookups {
  /** Finds the addresses of a host. */
  @FunctionalInterface
  interface Resolver {
    /** All of them, at least one. */
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final boolean allowsPrivate;
  private final Executor executor;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Look-ups that may take long, on threads of their own; a slow host takes one of them.
   *
   * @param allowsPrivate whether a channel may be allowed to lead inside
   */
  Lookups(Resolver resolver, boolean allowsPrivate, Executor executor) {
    this.resolver = resolver;
    this.allowsPrivate = allowsPrivate;
    this.executor = executor;
  }

  /**
   * The addresses of a host.
   *
   * @return fails with {@link ForbiddenAddressException} when one of them lies where it may not,
   *     with {@link UnknownHostException} when there are none
   */
  CompletableFuture<List<InetAddress>> find(String host, boolean allowPrivate) {
    return addresses(host)
        .thenApply(
            addresses -> {
              String where = forbidden(addresses, allowPrivate);
              if (where != null) {
                throw new CompletionException(new ForbiddenAddressException(where));
              }
              return addresses;
            });
  }

  private @Nullable String forbidden(List<InetAddress> addresses, boolean allowPrivate) {
    if (addresses.stream().anyMatch(PublicAddress::isNever)) {
      return ForbiddenAddressException.NEVER;
    }
    if (addresses.stream().allMatch(PublicAddress::is)) {
      return null;
    }
    if (!allowPrivate) {
      return ForbiddenAddressException.NOT_OF_THIS_CHANNEL;
    }
    return allowsPrivate ? null : ForbiddenAddressException.NOT_OF_THIS_JOB;
  }

  private CompletableFuture<List<InetAddress>> addresses(String host) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> others = underWay.putIfAbsent(host, mine);
    if (others != null) {
      return others;
    }
    try {
      executor.execute(
          () -> {
            try {
              finish(host, mine, List.of(resolver.resolve(host)), null);
            } catch (UnknownHostException | RuntimeException e) {
              finish(host, mine, List.of(), e);
            }
          });
    } catch (RuntimeException e) {
      finish(host, mine, List.of(), e);
    }
    return mine;
  }

  private void finish(
      String host,
      CompletableFuture<List<InetAddress>> found,
      List<InetAddress> addresses,
      @Nullable Exception fault) {
    underWay.remove(host, found);
    if (fault == null && !addresses.isEmpty()) {
      found.complete(addresses);
    } else {
      found.completeExceptionally(fault == null ? new UnknownHostException(host) : fault);
    }
  }
}
