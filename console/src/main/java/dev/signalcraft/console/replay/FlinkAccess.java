// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.console.replay;

/**
 * Where replays run, and how.
 *
 * @param url of the REST API of a Flink cluster, without a slash at the end; empty where there is
 *     none
 * @param jar the file with the jobs that the cluster is given
 * @param jobConfig a file on the cluster that says what the environment of the cluster does not;
 *     empty for none
 * @param authorization the header of that name; empty for none
 */
public record FlinkAccess(String url, String jar, String jobConfig, String authorization) {
  /** There is no Flink. */
  public static final FlinkAccess NONE = new FlinkAccess("", "", "", "");

  /** Refuses a cluster that would have nothing to run. */
  public FlinkAccess {
    if (!url.isEmpty() && jar.isEmpty()) {
      throw new IllegalArgumentException(
          "missing setting 'flink-jar': the jobs that the cluster of flink-url is to run");
    }
    if (!url.isEmpty() && !url.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
      throw new IllegalArgumentException(
          "setting 'flink-url': write an address such as http://jobmanager:8081");
    }
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  boolean isThere() {
    return !url.isEmpty();
  }

  /** Without the header. */
  @Override
  public String toString() {
    return isThere() ? "Flink at " + url + " with " + jar : "no Flink";
  }
}
