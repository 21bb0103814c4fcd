// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work for the thread of a task, from any thread. */
record TaskMail(MailboxExecutor mailbox) {
  private static final Logger LOG = LoggerFactory.getLogger(TaskMail.class);

  /** Does it when the task comes to it; never once the task ends. */
  void later(ThrowingRunnable<Exception> what) {
    try {
      mailbox.execute(what, "deliver");
    } catch (RejectedExecutionException e) {
      LOG.debug("the task has ended", e);
    }
  }
}
