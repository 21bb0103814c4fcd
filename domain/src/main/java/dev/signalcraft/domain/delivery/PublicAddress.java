// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.delivery;

import java.net.InetAddress;

/**
 * Says which addresses lie on the public internet: where what a person gives as a URL may lead.
 * Every other range of the IANA registries of special-purpose addresses is somebody's inside:
 * loopback, private, link-local with the metadata services of clouds, shared, reserved.
 */
public final class PublicAddress {
  private static final int[][] NOT_PUBLIC_V4 = {
    {0, 0, 8},
    {10, 0, 8},
    {100, 64, 10},
    {127, 0, 8},
    {169, 254, 16},
    {172, 16, 12},
    {192, 168, 16},
    {198, 18, 15},
    {224, 0, 3}
  };

  /** Metadata services outside of 169.254/16: of Azure, of Alibaba, of Oracle. */
  private static final int[] METADATA_V4 = {0xa83f8110, 0x646464c8, 0xc00000c0};

  private PublicAddress() {}

  /** Whether this address is one of the public internet. */
  public static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4 ? isV4(bytes, 0) : isV6(bytes);
  }

  /**
   * Whether nothing that a person gives may lead there, not even with leave to lead inside:
   * link-local addresses and the metadata services of clouds, which hand out the machine's own
   * credentials.
   */
  public static boolean isNever(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return isNeverV4(bytes, 0);
    }
    int first = word(bytes, 0);
    boolean embedsV4 =
        (first == 0x64 && word(bytes, 2) == 0xff9b && zero(bytes, 4, 12)) || zero(bytes, 0, 12);
    return (embedsV4 && isNeverV4(bytes, 12))
        || (first & 0xffc0) == 0xfe80
        || (first == 0xfd00 && word(bytes, 2) == 0xec2)
        || (first == 0xfd20 && word(bytes, 2) == 0xce);
  }

  private static boolean isNeverV4(byte[] bytes, int at) {
    if (word(bytes, at) == 0xa9fe) {
      return true;
    }
    for (int metadata : METADATA_V4) {
      if (address(bytes, at) == metadata) {
        return true;
      }
    }
    return false;
  }

  private static int address(byte[] bytes, int at) {
    return (word(bytes, at) << 16) | word(bytes, at + 2);
  }

  private static boolean isV4(byte[] bytes, int at) {
    if (isNeverV4(bytes, at)) {
      return false;
    }
    int address = address(bytes, at);
    for (int[] range : NOT_PUBLIC_V4) {
      int network = (range[0] << 24) | (range[1] << 16);
      if ((address ^ network) >>> (32 - range[2]) == 0) {
        return false;
      }
    }
    return switch (address >>> 8) {
      // Of protocols, of documents (three), of a relay that is no more.
      case 0xc00000, 0xc00002, 0xc63364, 0xcb0071, 0xc05863 -> false;
      default -> true;
    };
  }

  private static boolean isV6(byte[] bytes) {
    int first = word(bytes, 0);
    int second = word(bytes, 2);
    if (first == 0x64 && second == 0xff9b && zero(bytes, 4, 12)) {
      // A translator's name for an address of IPv4.
      return isV4(bytes, 12);
    }
    if (first >>> 13 != 1) {
      // What is not 2000::/3 is no global unicast, also ::ffff:0:0/96, fc00::/7 and fe80::/10.
      return false;
    }
    boolean tunnelOrProtocol = first == 0x2002 || (first == 0x2001 && second < 0x200);
    boolean ofDocuments =
        (first == 0x2001 && second == 0xdb8) || (first == 0x3fff && second < 0x1000);
    return !tunnelOrProtocol && !ofDocuments;
  }

  private static boolean zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static int word(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }
}
