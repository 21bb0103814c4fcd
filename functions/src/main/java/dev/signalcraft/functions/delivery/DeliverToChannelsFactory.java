// SPDX-License-Identifier: Apache-2.0
package dev.signalcraft.functions.delivery;

import dev.signalcraft.domain.ingest.Input;
import dev.signalcraft.domain.ingest.RawRecord;
import dev.signalcraft.functions.config.ConfigReader;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/**
 * Builds {@link DeliverToChannels} where it runs, with the mailbox of its task.
 *
 * <p>State: none.
 */
public final class DeliverToChannelsFactory extends AbstractStreamOperatorFactory<Input>
    implements TwoInputStreamOperatorFactory<ChannelInput, RawRecord, Input> {
  private final ConfigReader config;
  private final Senders senders;
  private final DeliveryLog.Opener log;

  /** Reads the config log, sends and records with these. */
  public DeliverToChannelsFactory(ConfigReader config, Senders senders, DeliveryLog.Opener log) {
    this.config = config;
    this.senders = senders;
    this.log = log;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // So it is declared.
  public <T extends StreamOperator<Input>> T createStreamOperator(
      StreamOperatorParameters<Input> parameters) {
    return (T)
        new DeliverToChannels(
            parameters, parameters.getMailboxExecutor(), config, senders, log.open());
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
    return DeliverToChannels.class;
  }
}
