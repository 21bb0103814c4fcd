// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.domain.monitor;

import dev.signalcraft.domain.grouping.GroupKey;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor watches as one: the samples that it selects and that agree in what it groups by.
 *
 * @param key of its state: its id and the shape of its windows
 * @param id of its rows and alerts; 32 hex digits
 * @param metric the name of its samples; empty where there are several
 * @param project {@code all} where the monitor does not group by it
 * @param environment {@code all} where the monitor does not group by it
 * @param unit of its values; null where they have none or are not read
 * @param labels the tags that it is grouped by
 * @param shape how its windows are cut
 */
public record Series(
    String key,
    String id,
    String workspace,
    String monitor,
    String metric,
    String project,
    String environment,
    @Nullable String unit,
    Map<String, String> labels,
    Shape shape) {
  /** What a series has that is not grouped by it. */
  public static final String ALL = "all";

  /**
   * How windows are cut. Series of another shape are others: what they counted cannot be compared.
   *
   * @param groupBy the names that the monitor groups by, joined by a comma
   * @param stepMillis the length of a pane, and the time from one evaluation to the next
   * @param delayMillis from the end of a pane to its close
   */
  public record Shape(String groupBy, long stepMillis, long delayMillis) {
    /** The first close at or after a log time. */
    public long closeAt(long logTime) {
      return -Math.floorDiv(delayMillis - logTime, stepMillis) * stepMillis + delayMillis;
    }

    /** The pane of a time, by its begin. */
    public long paneOf(long time) {
      return Math.floorDiv(time, stepMillis) * stepMillis;
    }

    /** When a pane closes for the first time. */
    public long closeOf(long pane) {
      return pane + stepMillis + delayMillis;
    }
  }

  /** What all series of its monitor and shape agree in. */
  public String watch() {
    return String.join(
        "/",
        workspace,
        monitor,
        shape.groupBy(),
        Long.toString(shape.stepMillis()),
        Long.toString(shape.delayMillis()));
  }

  /** A series of these parts. */
  public static Series of(
      String workspace,
      String monitor,
      String metric,
      String project,
      String environment,
      @Nullable String unit,
      Map<String, String> labels,
      Shape shape) {
    Map<String, String> ordered = new TreeMap<>(labels);
    List<String> parts = new ArrayList<>();
    Collections.addAll(
        parts, workspace, monitor, metric, project, environment, unit == null ? "" : unit);
    ordered.forEach((name, value) -> Collections.addAll(parts, name, value));
    String id = GroupKey.hash(parts.toArray(String[]::new));
    String key =
        GroupKey.hash(
            id,
            shape.groupBy(),
            Long.toString(shape.stepMillis()),
            Long.toString(shape.delayMillis()));
    return new Series(
        key, id, workspace, monitor, metric, project, environment, unit, ordered, shape);
  }

  /** Writes it. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(key);
    out.writeUTF(id);
    out.writeUTF(workspace);
    out.writeUTF(monitor);
    out.writeUTF(metric);
    out.writeUTF(project);
    out.writeUTF(environment);
    out.writeUTF(unit == null ? "" : unit);
    out.writeByte(labels.size());
    for (Map.Entry<String, String> label : labels.entrySet()) {
      out.writeUTF(label.getKey());
      out.writeUTF(label.getValue());
    }
    out.writeUTF(shape.groupBy());
    out.writeLong(shape.stepMillis());
    out.writeLong(shape.delayMillis());
  }

  /** Reads what {@link #write} wrote. */
  public static Series read(DataInput in) throws IOException {
    String key = in.readUTF();
    String id = in.readUTF();
    String workspace = in.readUTF();
    String monitor = in.readUTF();
    String metric = in.readUTF();
    String project = in.readUTF();
    String environment = in.readUTF();
    String unit = in.readUTF();
    Map<String, String> labels = new TreeMap<>();
    for (int count = in.readByte(); count > 0; count--) {
      labels.put(in.readUTF(), in.readUTF());
    }
    return new Series(
        key,
        id,
        workspace,
        monitor,
        metric,
        project,
        environment,
        unit.isEmpty() ? null : unit,
        labels,
        new Shape(in.readUTF(), in.readLong(), in.readLong()));
  }
}
