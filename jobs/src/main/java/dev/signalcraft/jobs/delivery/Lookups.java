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
  private final Executor executor;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  /** Look-ups that may take long, on threads of their own; a slow host takes one of them. */
  Lookups(Resolver resolver, Executor executor) {
    this.resolver = resolver;
    this.executor = executor;
  }

  /**
   * The addresses of a host.
   *
   * @return fails with {@link ForbiddenAddressException} when one of them lies inside and that is
   *     not allowed, with {@link UnknownHostException} when there are none
   */
  CompletableFuture<List<InetAddress>> find(String host, boolean allowPrivate) {
    return addresses(host)
        .thenApply(
            addresses -> {
              if (!allowPrivate && !addresses.stream().allMatch(PublicAddress::is)) {
                throw new CompletionException(new ForbiddenAddressException());
              }
              return addresses;
            });
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
