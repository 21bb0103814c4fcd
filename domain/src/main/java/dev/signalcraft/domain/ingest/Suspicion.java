// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;

/**
 * Whether a text holds any beginning of what {@link Scrubber} looks for: most texts hold none and
 * go by after one look at each character.
 */
final class Suspicion {
  private static final List<String> BEGINNINGS =
      List.of(
          ("passw passphrase pwd secret token apik api-k api_k accessk access-k access_k privatek"
                  + " private-k private_k signingk signing-k signing_k encryptionk encryption-k"
                  + " encryption_k authorization cookie credential session bearer eyj sk_ sk- rk_"
                  + " sc_ ghp_ gho_ ghr_ ghs_ ghu_ github_pat_ glpat- xox xapp- npm_ hf_ shp aiza sg."
                  + " akia asia :// -----begin key= sig= auth= code= signature=")
              .split(" "));

  /** By first character; none where nothing begins so. */
  private static final String[][] BY_FIRST = new String[128][];

  static {
    for (char first = 0; first < BY_FIRST.length; first++) {
      String head = String.valueOf(first);
      BY_FIRST[first] = BEGINNINGS.stream().filter(b -> b.startsWith(head)).toArray(String[]::new);
    }
  }

  private Suspicion() {}

  static boolean of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= BY_FIRST.length) {
        continue;
      }
      for (String candidate : BY_FIRST[c >= 'A' && c <= 'Z' ? c | 0x20 : c]) {
        if (text.regionMatches(true, i, candidate, 0, candidate.length())) {
          return true;
        }
      }
    }
    return false;
  }
}
