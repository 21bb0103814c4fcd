// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.ingest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The slug of a project, which Sentry puts into a different place in each payload. */
final class SentryProject {
  private static final String MARK = "/projects/";
  private static final List<String> URLS = List.of("url", "issue_url", "web_url");

  private SentryProject() {}

  /**
   * {@code project_slug}, {@code project.slug}, the path {@code /projects/<organisation>/<slug>/}
   * of a URL, or the first of {@code projects}; otherwise the number or name of {@code project}.
   */
  static @Nullable String slug(Field payload) throws Rejection {
    String slug = payload.get("project_slug").text();
    Field project = payload.get("project");
    if (slug == null && project.isObject()) {
      slug = project.get("slug").text();
    }
    for (int i = 0; slug == null && i < URLS.size(); i++) {
      slug = fromUrl(payload.get(URLS.get(i)).text());
    }
    if (slug == null) {
      List<Field> projects = payload.get("projects").items();
      slug = projects.isEmpty() ? null : projects.get(0).id();
    }
    if (slug == null) {
      slug = project.isObject() ? project.get("id").id() : project.id();
    }
    return slug;
  }

  private static @Nullable String fromUrl(@Nullable String url) {
    int mark = url == null ? -1 : url.indexOf(MARK);
    if (url == null || mark < 0) {
      return null;
    }
    int start = url.indexOf('/', mark + MARK.length()) + 1;
    int end = start == 0 ? -1 : url.indexOf('/', start);
    return end <= start ? null : url.substring(start, end);
  }
}
