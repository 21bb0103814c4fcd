// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in the code it broke: the newest frame of one's own code (frames stand oldest first), or
 * the newest of all; otherwise {@code metadata.filename}; otherwise a culprit that ends in {@code
 * file:line}.
 */
final class SentryPlace {
  private static final Pattern CULPRIT = Pattern.compile("([^\\s:]{1,400}):(\\d{1,9})\\)?");

  private SentryPlace() {}

  static void locate(EventDraft draft, Field payload) throws Rejection {
    Field frame = frame(payload.get("exception"));
    if (frame != null) {
      draft.file(frame.get("filename").text()).line(frame.get("lineno").line());
      return;
    }
    String file = known(payload.get("metadata").get("filename").text());
    if (file != null) {
      draft.file(file);
      return;
    }
    String culprit = payload.get("culprit").text();
    if (culprit != null) {
      String last = culprit.substring(culprit.lastIndexOf(' ') + 1);
      Matcher matcher = CULPRIT.matcher(last.startsWith("(") ? last.substring(1) : last);
      if (matcher.matches()) {
        draft.file(matcher.group(1)).line(Integer.valueOf(matcher.group(2)));
      }
    }
  }

  private static @Nullable Field frame(Field exception) throws Rejection {
    List<Field> values = exception.get("values").items();
    Field newest = null;
    for (int i = values.size() - 1; i >= 0; i--) {
      List<Field> frames = values.get(i).get("stacktrace").get("frames").items();
      for (int j = frames.size() - 1; j >= 0; j--) {
        Field frame = frames.get(j);
        if (known(frame.get("filename").text()) == null) {
          continue;
        }
        if (frame.get("in_app").isTrue()) {
          return frame;
        }
        newest = newest == null ? frame : newest;
      }
    }
    return newest;
  }

  private static @Nullable String known(@Nullable String file) {
    return file == null || file.equals("<anonymous>") ? null : file;
  }
}
