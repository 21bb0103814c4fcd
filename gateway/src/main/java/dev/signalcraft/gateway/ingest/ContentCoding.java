// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.gateway.ingest;

import dev.signalcraft.gateway.http.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How the bytes of a body were packed for the way. */
enum ContentCoding {
  IDENTITY,
  GZIP;

  private static final int CHUNK_BYTES = 8 << 10;

  /**
   * The one coding that the headers name.
   *
   * @throws Refusal for any other and for codings on top of each other
   */
  static ContentCoding of(List<String> headers) {
    String named = String.join(",", headers).strip().toLowerCase(Locale.ROOT);
    return switch (named) {
      case "", "identity" -> IDENTITY;
      case "gzip" -> GZIP;
      default -> throw new Refusal(415, "Send the body as it is or with one gzip coding.");
    };
  }

  /**
   * The body unpacked; never more than {@code limit} bytes are held, whatever it would become.
   *
   * @throws Refusal when it is too large or not what its coding says
   */
  byte[] decode(byte[] wire, int limit) {
    if (this == IDENTITY || wire.length == 0) {
      return wire;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(wire), CHUNK_BYTES)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (out.size() + count > limit) {
          throw BodyReader.tooLarge(limit);
        }
        out.write(chunk, 0, count);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new Refusal(400, "The body is not the gzip that its Content-Encoding says.");
    }
  }
}
