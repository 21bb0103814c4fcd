// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.cli.flink;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/** The files that a checkpoint's metadata refers to. */
final class StateFiles {
  private final List<StreamStateHandle> handles = new ArrayList<>();

  private StateFiles() {}

  /** Whether all of them are there with the length that they should have. */
  static boolean allPresent(CheckpointMetadata metadata) throws IOException {
    StateFiles files = new StateFiles();
    for (OperatorState operator : metadata.getOperatorStates()) {
      for (OperatorSubtaskState subtask : operator.getStates()) {
        files.collect(subtask);
      }
    }
    for (StreamStateHandle handle : files.handles) {
      if (handle instanceof FileStateHandle file && !isPresent(file)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPresent(FileStateHandle handle) {
    Path path = handle.getFilePath();
    File file = new File(path.getPath());
    return file.isFile() && file.length() == handle.getStateSize();
  }

  private void collect(OperatorSubtaskState subtask) {
    for (OperatorStateHandle state : subtask.getManagedOperatorState()) {
      handles.add(state.getDelegateStateHandle());
    }
    for (OperatorStateHandle state : subtask.getRawOperatorState()) {
      handles.add(state.getDelegateStateHandle());
    }
    for (KeyedStateHandle state : subtask.getManagedKeyedState()) {
      collect(state);
    }
    for (KeyedStateHandle state : subtask.getRawKeyedState()) {
      collect(state);
    }
  }

  private void collect(KeyedStateHandle state) {
    if (state instanceof KeyGroupsStateHandle groups) {
      handles.add(groups.getDelegateStateHandle());
    } else if (state instanceof IncrementalRemoteKeyedStateHandle incremental) {
      handles.add(incremental.getMetaDataStateHandle());
      for (HandleAndLocalPath part : incremental.getSharedState()) {
        handles.add(part.getHandle());
      }
      for (HandleAndLocalPath part : incremental.getPrivateState()) {
        handles.add(part.getHandle());
      }
    }
  }
}
